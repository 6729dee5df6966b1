// next/og: ImageResponse.
// Reference: https://nextjs.org/docs/app/api-reference/functions/image-response
// Missing: drawing. Next.js draws with Satori and Resvg, which are WebAssembly.

class ImageResponse extends Response {
  constructor() {
    super(null);
    throw new Error('ImageResponse draws with WebAssembly, which routescope does not run: this route needs the real Next.js.');
  }
}

module.exports = { ImageResponse };
