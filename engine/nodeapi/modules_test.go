package nodeapi_test

import (
	"slices"
	"testing"

	"routescope/engine/js"
	"routescope/engine/nodeapi"
)

// Every module that Node.js has can be imported, with and without "node:", and is
// the same both times.
func TestEveryModuleLoads(t *testing.T) {
	r := newRunner(t)
	defer r.close()
	const code = `
		const { builtinModules } = await import('node:module');
		const failures = [];
		for (const name of builtinModules) {
			try {
				const module = await import('node:' + name);
				const bare = await import(name);
				for (const key of Object.keys(module)) if (module[key] !== bare[key]) failures.push(name + '.' + key + ' differs');
			} catch (error) {
				failures.push(name + ': ' + error);
			}
		}
		return failures;`
	expectJSON(t, r, code, `[]`)
}

// What is not provided says so, and by its name.
func TestMissingMembersNameThemselves(t *testing.T) {
	r := newRunner(t)
	defer r.close()
	const code = `
		const messages = [];
		for (const [name, member] of [['child_process', 'exec'], ['net', 'connect'], ['vm', 'runInNewContext'], ['dns/promises', 'lookup'], ['http', 'createServer'], ['fs', 'watch']]) {
			const module = await import('node:' + name);
			try { module[member](); } catch (error) { messages.push(error.message.split(':')[0] + ' ' + error.code); }
		}
		const { Worker } = await import('node:worker_threads');
		try { new Worker('x'); } catch (error) { messages.push(error.message); }
		const { isatty } = await import('node:tty'); const { isIP } = await import('node:net');
		return [messages, isatty(1), ['1.2.3.4', '::1', 'fe80::1%en0', '1.2.3', '::ffff:1.2.3.4', ':::'].map(isIP)];`
	const want = `[[
		"child_process.exec() is not provided by routescope ERR_METHOD_NOT_IMPLEMENTED",
		"net.connect() is not provided by routescope ERR_METHOD_NOT_IMPLEMENTED",
		"vm.runInNewContext() is not provided by routescope ERR_METHOD_NOT_IMPLEMENTED",
		"dns.promises.lookup() is not provided by routescope ERR_METHOD_NOT_IMPLEMENTED",
		"http.createServer() is not provided by routescope ERR_METHOD_NOT_IMPLEMENTED",
		"fs.watch() is not provided by routescope ERR_METHOD_NOT_IMPLEMENTED",
		"worker_threads.Worker is not provided by routescope: there are no threads"
	], false, [4, 6, 6, 0, 6, 0]]`
	expectJSON(t, r, code, want)
}

// The list is sorted, and each entry says which standard it brings.
func TestExtensionsAreListedWell(t *testing.T) {
	list := nodeapi.Extensions()
	if !slices.IsSortedFunc(list, func(a, b *js.Extension) int { return slices.Compare([]string{a.Name}, []string{b.Name}) }) {
		t.Error("not sorted by name")
	}
	for _, e := range list {
		if e.Doc == "" {
			t.Errorf("%s has no Doc", e.Name)
		}
	}
}
