// How the modules of this folder are made: of names.

const { notProvided } = require('internal:nodeapi/errors');

/**
 * A module whose members throw when they are called.
 * @param {string} name
 * @param {string} why
 * @param {{ functions?: string[], classes?: string[] }} members
 * @param {object} values what can be given after all
 */
function missing(name, why, { functions = [], classes = [] }, values = {}) {
  const result = {};
  for (const member of functions) {
    result[member] = {
      [member]() {
        throw notProvided(`${name}.${member}()`, why);
      },
    }[member];
  }
  for (const member of classes) {
    result[member] = {
      [member]: class {
        constructor() {
          throw notProvided(`${name}.${member}`, why);
        }
      },
    }[member];
  }
  return Object.defineProperties(result, Object.getOwnPropertyDescriptors(values));
}

module.exports = { missing };
