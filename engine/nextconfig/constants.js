// next/constants: the phases a configuration's function is called with.
// Reference: https://nextjs.org/docs/app/api-reference/config/next-config-js
// Missing: the names of build files, which are no use to a configuration.

module.exports = {
  PHASE_ANALYZE: 'phase-analyze',
  PHASE_DEVELOPMENT_SERVER: 'phase-development-server',
  PHASE_EXPORT: 'phase-export',
  PHASE_INFO: 'phase-info',
  PHASE_PRODUCTION_BUILD: 'phase-production-build',
  PHASE_PRODUCTION_SERVER: 'phase-production-server',
  PHASE_TEST: 'phase-test',
};
