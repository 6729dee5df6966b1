package project

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// options are the top-level entries of next.config with the type that Next.js
// wants; "" where it takes several. Functions arrive as what they returned.
var options = map[string]string{
	"adapterPath": "string", "agentRules": "boolean", "allowedDevOrigins": "array", "assetPrefix": "string",
	"basePath": "string", "bundlePagesRouterDependencies": "boolean", "cacheComponents": "boolean",
	"cacheHandler": "string", "cacheHandlers": "object", "cacheLife": "object", "cacheMaxMemorySize": "number",
	"cleanDistDir": "boolean", "compiler": "object", "compress": "boolean", "configOrigin": "string",
	"crossOrigin": "", "deprecated": "object", "deploymentId": "string", "devIndicators": "", "distDir": "string",
	"enablePrerenderSourceMaps": "boolean", "env": "object", "excludeDefaultMomentLocales": "boolean",
	"experimental": "object", "expireTime": "number", "exportPathMap": "", "generateBuildId": "",
	"generateEtags": "boolean", "headers": "", "htmlLimitedBots": "", "httpAgentOptions": "object", "i18n": "",
	"images": "object", "instrumentationClientInject": "array", "logging": "", "modularizeImports": "object",
	"onDemandEntries": "object", "output": "string", "outputFileTracingExcludes": "object",
	"outputFileTracingIncludes": "object", "outputFileTracingRoot": "string", "outputHashSalt": "string",
	"pageExtensions": "array", "partialPrefetching": "boolean", "poweredByHeader": "boolean",
	"productionBrowserSourceMaps": "boolean", "reactCompiler": "", "reactMaxHeadersLength": "number",
	"reactProductionProfiling": "boolean", "reactStrictMode": "boolean", "redirects": "", "rewrites": "",
	"sassOptions": "object", "serverExternalPackages": "array", "skipMiddlewareUrlNormalize": "boolean",
	"skipProxyUrlNormalize": "boolean", "skipTrailingSlashRedirect": "boolean",
	"staticPageGenerationTimeout": "number", "supportsImmutableAssets": "boolean", "target": "string",
	"trailingSlash": "boolean", "transpilePackages": "array", "turbopack": "object", "typedRoutes": "boolean",
	"typescript": "object", "useFileSystemPublicRoutes": "boolean", "watchOptions": "object", "webpack": "",
}

// A ConfigError lists options of a wrong kind. Next.js warns in these words and
// goes on with whatever JavaScript makes of them.
type ConfigError struct{ Options []string }

// Error returns Next's words.
func (e *ConfigError) Error() string { return optionsText(e.Options) }

func optionsText(options []string) string {
	return "Invalid next.config options detected: \n    " + strings.Join(options, "\n    ") +
		"\nSee more info here: https://nextjs.org/docs/messages/invalid-next-config"
}

// checkOptions returns the options of a wrong type as an error, and those nobody
// knows as a warning.
func checkOptions(raw map[string]json.RawMessage) (warnings []string, err error) {
	if err := checkOwnWords(raw); err != nil {
		return nil, err
	}
	var wrong, unknown []string
	for key, value := range raw {
		want, ok := options[key]
		got := typeOf(value)
		switch {
		case !ok:
			unknown = append(unknown, "'"+key+"'")
		case want == "" || want == got:
		case got == "null":
			warnings = append(warnings, fmt.Sprintf("Expected %s, received null at %q", want, key))
		default:
			wrong = append(wrong, fmt.Sprintf("Expected %s, received %s at %q", want, got, key))
		}
	}
	if unknown != nil {
		slices.Sort(unknown)
		warnings = append(warnings, "Unrecognized key(s) in object: "+strings.Join(unknown, ", "))
	}
	slices.Sort(warnings)
	if wrong != nil {
		slices.Sort(wrong)
		err = &ConfigError{wrong}
	}
	return warnings, err
}

// checkOwnWords checks the options for which Next.js has an error of their own.
func checkOwnWords(raw map[string]json.RawMessage) error {
	for _, name := range []string{"distDir", "assetPrefix", "basePath"} {
		value, ok := raw[name]
		if t := typeOf(value); !ok || t == "string" || t == "null" {
			continue
		}
		see := ""
		if name == "assetPrefix" {
			see = " https://nextjs.org/docs/messages/invalid-assetprefix"
		}
		return fmt.Errorf("Specified %s is not a string, found type %q%s", name, javaScriptType(value), see)
	}
	if err := checkExtensions(raw["pageExtensions"]); err != nil {
		return err
	}
	var dir string
	if json.Unmarshal(raw["distDir"], &dir) != nil {
		return nil
	}
	switch strings.TrimSpace(dir) {
	case "public":
		return fmt.Errorf("The 'public' directory is reserved in Next.js and can not be set as the 'distDir'. https://nextjs.org/docs/messages/can-not-output-to-public")
	case "":
		return fmt.Errorf("Invalid distDir provided, distDir can not be an empty string. Please remove this config or set it to undefined")
	}
	return nil
}

func checkExtensions(data json.RawMessage) error {
	if t := typeOf(data); t == "undefined" || t == "null" {
		return nil
	}
	const advice = "Please update this config or remove it."
	var list []json.RawMessage
	if typeOf(data) != "array" || json.Unmarshal(data, &list) != nil {
		return fmt.Errorf(`Specified pageExtensions is not an array of strings, found "%s". %s`, shown(data), advice)
	}
	if len(list) == 0 {
		return fmt.Errorf("Specified pageExtensions is an empty array. Please update it with the relevant extensions or remove it.")
	}
	for _, item := range list {
		if typeOf(item) != "string" {
			return fmt.Errorf(`Specified pageExtensions is not an array of strings, found "%s" of type "%s". %s`, shown(item), javaScriptType(item), advice)
		}
	}
	return nil
}
