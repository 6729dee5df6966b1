// How the modules of this folder are made: of names.

const { op_module_blame } = ops;
const { notProvided } = require('internal:nodeapi/errors');

// The file of a frame: "    at name (file:line:column)" or "    at file:line:column".
const frame = /^ +at (?:.*\()?(.+?):\d+(?::\d+)?\)?$/m;

/**
 * The error of a member that is not provided. It names the package whose code
 * called the member, and how that got into the project.
 */
function refused(member, why) {
  const caller = frame.exec(new Error().stack)?.[1];
  const blame = caller === undefined ? '' : op_module_blame(caller);
  return notProvided(member, blame === '' ? why : `${why}.\n${blame}`);
}

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
        throw refused(`${name}.${member}()`, why);
      },
    }[member];
  }
  for (const member of classes) {
    result[member] = {
      [member]: class {
        constructor() {
          throw refused(`${name}.${member}`, why);
        }
      },
    }[member];
  }
  return Object.defineProperties(result, Object.getOwnPropertyDescriptors(values));
}

module.exports = { missing, refused };
