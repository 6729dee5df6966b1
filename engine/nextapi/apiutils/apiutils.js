// next/dist/server/api-utils, the part that projects import though Next.js does
// not document it: the error of API routes. Next.js recognises its own copy of
// the class only, so that one thrown by a project is like any other error.

class ApiError extends Error {
  constructor(statusCode, message) {
    super(message);
    this.statusCode = statusCode;
  }
}

module.exports = { ApiError };
