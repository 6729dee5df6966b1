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

// What inspect shows of objects that no script can look into.
func TestInspectLooksInside(t *testing.T) {
	r := newRunner(t)
	defer r.close()
	const code = `
		const { inspect, types } = await import('node:util');
		const rest = new Map([['a', 1], ['b', 2]]).entries();
		rest.next();
		const error = new Error('late');
		error.name = 'Renamed';
		return [
			inspect(Promise.resolve([1])), inspect(new Promise(() => {})), inspect(rest), rest.next().value,
			inspect(new Set([1]).values()), inspect(new Proxy({ a: 1 }, {}), { showProxy: true }),
			inspect(Object.setPrototypeOf(Promise.resolve(1), null)), types.isModuleNamespaceObject(await import('node:path')),
			inspect(error).split('\n')[0],
		];`
	const want = `[
		"Promise { [ 1 ] }", "Promise { <pending> }", "[Map Entries] { [ 'b', 2 ] }", ["b", 2],
		"[Set Iterator] { 1 }", "Proxy [ { a: 1 }, {} ]", "[Promise: null prototype] { 1 }", true, "Renamed: late"
	]`
	expectJSON(t, r, code, want)
}

// A difference is shown line by line, not as the shortest edit.
func TestAssertShowsDifferences(t *testing.T) {
	r := newRunner(t)
	defer r.close()
	const code = `
		const { default: assert } = await import('node:assert');
		const message = (actual, expected) => { try { assert.deepStrictEqual(actual, expected); } catch (error) { return error.message.split('\n').slice(2); } };
		const tracker = new assert.CallTracker();
		tracker.calls(() => {}, 2)();
		let tracked;
		try { tracker.verify(); } catch (error) { tracked = error.message; }
		return [
			message([1, 2, 3], [1, 3, 4]), message(Symbol('a'), Symbol('a')), message('abcdefgh', 'abcdefgx'), tracked,
			assert.deepEqual(new Set(['1', { a: 1 }]), new Set([{ a: '1' }, 1])) === undefined,
		];`
	const want = `[
		["", "  [", "    1,", "+   2,", "+   3", "-   3,", "-   4", "  ]"], ["Symbol(a)", ""],
		["", "+ 'abcdefgh'", "- 'abcdefgx'", "          ^"],
		"Expected the calls function to be executed 2 time(s) but was executed 1 time(s).", true
	]`
	expectJSON(t, r, code, want)
}

// fs.cp waits for an asynchronous filter; a folder's names come in order.
func TestCopyWaitsForItsFilter(t *testing.T) {
	r := newRunner(t)
	defer r.close()
	const code = `
		const fs = await import('node:fs');
		const folder = fs.mkdtempSync((await import('node:os')).tmpdir() + '/copy-');
		try {
			fs.mkdirSync(folder + '/from');
			for (const name of ['c', 'a', 'b']) fs.writeFileSync(folder + '/from/' + name, name);
			await fs.promises.cp(folder + '/from', folder + '/to', { recursive: true, filter: async (source) => !source.endsWith('/b') });
			let refused;
			try { fs.cpSync(folder + '/from', folder + '/other'); } catch (error) { refused = [error.name, error.code, error.info.code, error.errno]; }
			return [fs.readdirSync(folder + '/from'), fs.readdirSync(folder + '/to'), refused];
		} finally {
			fs.rmSync(folder, { recursive: true });
		}`
	expectJSON(t, r, code, `[["a", "b", "c"], ["a", "c"], ["SystemError", "ERR_FS_EISDIR", "EISDIR", 22]]`)
}
