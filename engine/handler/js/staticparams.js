// generateStaticParams: which paths of a dynamic route are made ahead.
// Reference: https://nextjs.org/docs/app/api-reference/functions/generate-static-params

const { op_static_params, op_handler_started } = ops;
const context = require('internal:js/context');
const { importModule } = require('internal:js/modules');
const { report } = require('./errors');

async function handle(spec, now, frame) {
  try {
    const userland = await importModule(spec.entry);
    op_handler_started(spec.id, 'generateStaticParams');
    const found = await context.run(frame, userland.generateStaticParams, undefined, { params: {} });
    if (!Array.isArray(found)) {
      throw new Error(`Invalid value returned from generateStaticParams for "${spec.route}". Expected an array of params.`);
    }
    op_static_params(spec.id, JSON.stringify(found));
  } catch (error) {
    now.failed = true;
    report(now, error);
  }
}

module.exports = { handle };
