// Exceptions that no caller can catch: https://html.spec.whatwg.org/#report-the-exception
// Go half: js.Options.Rejected. Missing: the reportError global, which Node.js 20
// lacks too.

const { Promise } = primordials;

/**
 * Reports what a timer or a listener threw: as a rejection that nobody handles,
 * so that it reaches the request whose context runs.
 */
function reportException(error) {
  new Promise((_, reject) => reject(error));
}

module.exports = { reportException };
