// What TestAsInNode compares; node.txt holds what Node.js 20 gives:
//
//	node -e "$(cat cases.js); run().then((lines) => console.log(lines.join('\n')))" > node.txt
async function run() {
  const lines = [];
  const show = async (name, f) => {
    try {
      const v = await f();
      lines.push(`${name} => ${typeof v === 'object' ? JSON.stringify(v) : String(v)}`);
    } catch (e) {
      lines.push(`${name} => ${e.constructor.name} ${e.name} ${e.message}`);
    }
  };
  const b = (...x) => new Uint8Array([0,0x61,0x73,0x6d,1,0,0,0,...x]);
  const imp = b(1,4,1,0x60,0,0, 2,7,1,1,0x61,1,0x62,0,0); // import a.b func
  const imem = b(2,8,1,1,0x61,1,0x6d,2,0,1);
  const iglob = b(2,8,1,1,0x61,1,0x67,3,0x7f,0);
  const add = b(1,7,1,0x60,2,0x7f,0x7f,1,0x7f, 3,2,1,0, 7,7,1,3,0x61,0x64,0x64,0,0, 10,9,1,7,0,0x20,0,0x20,1,0x6a,0x0b);
  const unreach = b(1,4,1,0x60,0,0, 3,2,1,0, 7,5,1,1,0x66,0,0, 10,5,1,3,0,0,0x0b);
  await show('validate', () => [WebAssembly.validate(add), WebAssembly.validate(new Uint8Array([1,2]))]);
  await show('validate bad', () => WebAssembly.validate('x'));
  await show('Module bad', () => new WebAssembly.Module(new Uint8Array([1,2,3,4,5,6,7,8])));
  await show('Module short', () => new WebAssembly.Module(new Uint8Array([])));
  await show('Module str', () => new WebAssembly.Module('x'));
  await show('compile bad', () => WebAssembly.compile(new Uint8Array([1,2,3,4,5,6,7,8])));
  await show('compile str', () => WebAssembly.compile('x'));
  await show('inst noimp', () => WebAssembly.instantiate(imp));
  await show('inst str', () => WebAssembly.instantiate('x'));
  await show('Instance noimp', () => new WebAssembly.Instance(new WebAssembly.Module(imp)));
  await show('Instance {}', () => new WebAssembly.Instance(new WebAssembly.Module(imp), {}));
  await show('Instance a:{}', () => new WebAssembly.Instance(new WebAssembly.Module(imp), {a:{}}));
  await show('Instance a:1', () => new WebAssembly.Instance(new WebAssembly.Module(imp), {a:1}));
  await show('inst a:{}', () => WebAssembly.instantiate(imp, {a:{}}));
  await show('inst mod', () => WebAssembly.instantiate(new WebAssembly.Module(imp), {a:{}}));
  await show('inst mem', () => WebAssembly.instantiate(imem, {a:{}}));
  await show('inst mem small', () => WebAssembly.instantiate(imem, {a:{m:new WebAssembly.Memory({initial:0})}}));
  await show('inst glob', () => WebAssembly.instantiate(iglob, {a:{}}));
  await show('inst glob n', () => WebAssembly.instantiate(iglob, {a:{g:5}}).then(()=>'ok'));
  await show('Instance x', () => new WebAssembly.Instance({}));
  await show('add', async () => { const {instance, module} = await WebAssembly.instantiate(add); const f = instance.exports.add; return [f(1,2), f('3', 4.7), f(), f.name, f.length, Object.isFrozen(instance.exports), Object.getPrototypeOf(instance.exports), Object.keys(instance.exports), WebAssembly.Module.exports(module), WebAssembly.Module.imports(new WebAssembly.Module(imp)), Object.prototype.toString.call(instance), Object.prototype.toString.call(module), Object.prototype.toString.call(WebAssembly)]; });
  await show('new f', async () => { const {instance} = await WebAssembly.instantiate(add); return new instance.exports.add(1); });
  await show('unreachable', async () => { const {instance} = await WebAssembly.instantiate(unreach); try { instance.exports.f(); } catch (e) { return [e.name, e.message, e instanceof WebAssembly.RuntimeError, e instanceof Error, e.stack.split('\n')[0]]; } });
  await show('throws', async () => { const {instance} = await WebAssembly.instantiate(b(1,4,1,0x60,0,0, 2,7,1,1,0x61,1,0x62,0,0, 7,5,1,1,0x66,0,0), {a:{b(){ throw new RangeError('mine'); }}}); instance.exports.f(); });
  await show('Memory', () => { const m = new WebAssembly.Memory({initial:1, maximum:3}); const old = m.buffer; const r = m.grow(1); return [r, old.byteLength, m.buffer.byteLength, m.buffer === m.buffer, Object.prototype.toString.call(m)]; });
  await show('Memory grow', () => { const m = new WebAssembly.Memory({initial:1, maximum:3}); m.grow(5); });
  await show('Memory none', () => new WebAssembly.Memory());
  await show('Memory {}', () => new WebAssembly.Memory({}));
  await show('Memory max<init', () => new WebAssembly.Memory({initial:3, maximum:1}));
  await show('Memory big', () => new WebAssembly.Memory({initial:70000}));
  await show('Memory transfer', () => structuredClone(new WebAssembly.Memory({initial:1}).buffer, {transfer:[]}).byteLength);
  await show('Global', () => { const g = new WebAssembly.Global({value:'i32', mutable:true}, 42); g.value = 7.9; const l = new WebAssembly.Global({value:'i64'}, 5n); return [g.value, g.valueOf(), String(l.value), typeof l.value]; });
  await show('Global set', () => { const g = new WebAssembly.Global({value:'i32'}, 42); g.value = 1; });
  await show('Global bad', () => new WebAssembly.Global({value:'x'}));
  await show('Global i64 number', () => new WebAssembly.Global({value:'i64'}, 5));
  await show('Table', () => { const t = new WebAssembly.Table({initial:2, element:'anyfunc'}); return [t.length, t.get(0), t.grow(1), t.length, Object.prototype.toString.call(t)]; });
  await show('Table get', () => { const t = new WebAssembly.Table({initial:2, element:'anyfunc'}); t.get(5); });
  await show('Table set', () => { const t = new WebAssembly.Table({initial:2, element:'anyfunc'}); t.set(0, () => {}); });
  await show('Table ext', () => { const t = new WebAssembly.Table({initial:2, element:'externref'}); t.set(0, {a:1}); return [t.get(0), t.get(1) === undefined, t.get(1)]; });
  await show('errors', () => { const e = new WebAssembly.CompileError('x', {cause: 1}); return [e.name, e.message, e.cause, String(e), Object.prototype.toString.call(e), WebAssembly.CompileError.name, e instanceof Error]; });
  await show('ns', () => [Object.getOwnPropertyNames(WebAssembly), typeof WebAssembly, Object.keys(WebAssembly), WebAssembly.instantiate.length, WebAssembly.Module.length]);
  await show('customSections', () => WebAssembly.Module.customSections(new WebAssembly.Module(b(0,5,1,0x78,1,2,3)), 'x').map(x => x.byteLength));
  await show('streaming', () => WebAssembly.instantiateStreaming(new Response(add, {headers: {'content-type': 'application/wasm'}})).then(r => r.instance.exports.add(2,3)));
  await show('streaming mime', () => WebAssembly.instantiateStreaming(new Response(add)));
  await show('streaming promise', () => WebAssembly.compileStreaming(Promise.resolve(new Response(add, {headers: {'content-type': 'application/wasm'}}))).then(m => m instanceof WebAssembly.Module));
  await show('streaming status', () => WebAssembly.compileStreaming(new Response(add, {status: 404, headers: {'content-type': 'application/wasm'}})));

  // A table of functions, and one that calls through it.
  const table = b(1, 10, 2, 0x60, 0, 1, 0x7f, 0x60, 1, 0x7f, 1, 0x7f, 3, 4, 3, 0, 0, 1, 4, 4, 1, 0x70, 0, 2, 7, 12, 2, 1, 0x74, 1, 0, 4, 0x63, 0x61, 0x6c, 0x6c, 0, 2, 9, 8, 1, 0, 0x41, 0, 0x0b, 2, 0, 1, 10, 19, 3, 4, 0, 0x41, 7, 0x0b, 4, 0, 0x41, 9, 0x0b, 7, 0, 0x20, 0, 0x11, 0, 0, 0x0b);
  await show('table of functions', async () => {
    const { instance } = await WebAssembly.instantiate(table);
    const { t, call } = instance.exports;
    const before = [call(0), call(1), t.length, t.get(0)(), t.get(1)(), t.get(0) === t.get(0)];
    t.set(0, t.get(1));
    const after = [call(0), t.get(0)()];
    t.set(1, null);
    return [before, after, t.get(1)];
  });
  await show('call out of bounds', async () => (await WebAssembly.instantiate(table)).instance.exports.call(9));
  await show('memory that is given', async () => {
    // (import "a" "m" (memory 1)) (func (export "f") (param i32) (result i32) local.get 0 i32.load)
    const module = b(1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f, 2, 8, 1, 1, 0x61, 1, 0x6d, 2, 0, 1, 3, 2, 1, 0, 7, 9, 2, 1, 0x66, 0, 0, 1, 0x6d, 2, 0, 10, 9, 1, 7, 0, 0x20, 0, 0x28, 2, 0, 0x0b);
    const m = new WebAssembly.Memory({ initial: 1 });
    new Uint32Array(m.buffer)[1] = 4711;
    const { instance } = await WebAssembly.instantiate(module, { a: { m } });
    const { buffer } = m;
    m.grow(1);
    try {
      instance.exports.f(1 << 20);
    } catch (e) {
      return [instance.exports.f(4), instance.exports.m === m, buffer.byteLength, e.name, e.message];
    }
  });
  await show('an import that throws', async () => {
    const { instance } = await WebAssembly.instantiate(b(1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x61, 1, 0x62, 0, 0, 7, 5, 1, 1, 0x66, 0, 0), { a: { b: () => instance.exports.f.length.nothing.here } });
    instance.exports.f();
  });
  return lines;
}
