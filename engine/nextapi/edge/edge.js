// What the edge runtime has and lacks beside the Web platform.
// Reference: https://nextjs.org/docs/app/api-reference/edge

/* Its name, for libraries that ask where they are. */
const EdgeRuntime = 'edge-runtime';

function refuse(name) {
  return {
    [name]() {
      throw new Error(
        `A Node.js API is used (${name}) which is not supported in the Edge Runtime.\nLearn more: https://nextjs.org/docs/api-reference/edge-runtime`,
      );
    },
  }[name];
}

const setImmediate = refuse('setImmediate');
const clearImmediate = refuse('clearImmediate');

module.exports = { EdgeRuntime, setImmediate, clearImmediate };
