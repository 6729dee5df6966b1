package quickjs

import (
	"encoding/binary"
	"slices"
	"unsafe"

	lib "modernc.org/libquickjs"
)

// instructions holds QuickJS's opcode_info, which libquickjs does not export: of
// each opcode its size, the values it pops and pushes, and its format, one digit
// in base 36 each. TestDepthsAreThoseOfQuickJS compares it with the linked version.
const instructions = "" +
	"1000 501k 501l 501l 501n 501n 1010 1010 1010 1010 1010 1010 2015 301a 1100 1210 1320 1120 1230 1240 " +
	"1360 1230 1340 1450 1330 1440 1550 1220 1440 1330 1330 1440 1550 321d 311d 310d 321d 320d 301d 331a " +
	"1100 1000 1120 1000 1010 1220 1200 1100 1100 600o 511f 321a 1210 1110 1210 301i 301i 310i 310i 1230 " +
	"1300 511n 512n 520n 1210 1300 1310 1210 1220 1230 1300 1310 1400 521n 511n 1220 1210 1220 1320 1320 " +
	"2335 621o 2315 622o 633o 301g 310g 311g 301h 310h 311h 301i 310i 311i 300g 301g 310g 311g 310g 301g " +
	"301i 310i 310i 300g 510m 510m 500m 501m 500m 1100 1210 1110 1110 a10q a21q a10q a10q a10q 702p 702p " +
	"702p 502n 1110 1130 1130 1130 2355 1340 1110 1230 1300 1440 2455 1000 1120 1120 1120 1110 1110 1110 " +
	"1110 1110 1120 1120 2007 2007 2107 1110 1110 1110 1210 501n 1210 1210 1210 1210 1210 1210 1210 1210 " +
	"1210 1210 1210 1210 1210 1210 1210 1210 1210 1210 1210 1210 1210 1210 1110 1210 501k 1000 1011 1011 " +
	"1011 1011 1011 1011 1011 1011 1011 2016 301b 2018 2018 1010 2017 2107 2117 1012 1012 1012 1012 1102 " +
	"1102 1102 1102 1112 1112 1112 1112 1013 1013 1013 1013 1103 1103 1103 1103 1113 1113 1113 1113 1014 " +
	"1014 1014 1014 1104 1104 1104 1104 1114 1114 1114 1114 1110 2109 2109 2009 300c 111e 111e 111e 111e " +
	"1110 1110 1110 1110"

type instruction struct{ size, pops, pushes, format int }

func instructionOf(op byte) instruction {
	digit := func(i int) int {
		c := instructions[int(op)*len("0000 ")+i]
		if c >= 'a' {
			return int(c-'a') + 10
		}
		return int(c - '0')
	}
	return instruction{digit(0), digit(1), digit(2), digit(3)}
}

// A depths is what a walk through a function's bytecode finds: before which
// instructions how many operands lie on the stack.
type depths struct {
	code  []byte
	level []int        // by offset; unknown where no instruction begins
	catch []int        // the offset of the innermost open catch or for-of; -1 if none
	lands map[int]bool // the offsets that jumps lead to
	queue []int
	max   int
}

const unknown = -1

// depthsOf walks all paths through bytecode: compute_stack_size of QuickJS.
func depthsOf(code []byte) *depths {
	d := &depths{code: code, level: make([]int, len(code)), catch: make([]int, len(code)), lands: map[int]bool{}}
	for i := range d.level {
		d.level[i] = unknown
	}
	d.reach(0, 0, -1)
	for len(d.queue) > 0 {
		pos := d.queue[len(d.queue)-1]
		d.queue = d.queue[:len(d.queue)-1]
		d.step(pos)
	}
	return d
}

func (d *depths) reach(pos, level, catch int) {
	if pos >= len(d.code) || d.level[pos] != unknown {
		return
	}
	d.level[pos], d.catch[pos] = level, catch
	d.max = max(d.max, level)
	d.queue = append(d.queue, pos)
}

func (d *depths) jump(pos, level, catch int) {
	if pos >= 0 {
		d.lands[pos] = true
		d.reach(pos, level, catch)
	}
}

func (d *depths) u16(pos int) int { return int(binary.NativeEndian.Uint16(d.code[pos:])) }
func (d *depths) i32(pos int) int { return int(int32(binary.NativeEndian.Uint32(d.code[pos:]))) }

// pops returns how many operands the instruction at an offset takes.
func (d *depths) pops(pos int) int {
	switch in := instructionOf(d.code[pos]); in.format {
	case lib.EOP_FMT_npop, lib.EOP_FMT_npop_u16:
		return in.pops + d.u16(pos+1)
	case lib.EOP_FMT_npopx:
		return in.pops + int(d.code[pos]-lib.EOP_call0)
	default:
		return in.pops
	}
}

// step goes on from an instruction to those that may follow it.
func (d *depths) step(pos int) {
	op := d.code[pos]
	if op == lib.EOP_invalid || op >= lib.EOP_COUNT {
		return
	}
	in := instructionOf(op)
	level, catch := d.level[pos]+in.pushes-d.pops(pos), d.catch[pos]
	d.max = max(d.max, level)
	next := pos + in.size
	switch op {
	case lib.EOP_tail_call, lib.EOP_tail_call_method, lib.EOP_return, lib.EOP_return_undef, lib.EOP_return_async,
		lib.EOP_throw, lib.EOP_throw_error, lib.EOP_ret:
		return
	case lib.EOP_goto:
		d.jump(pos+1+d.i32(pos+1), level, catch)
		return
	case lib.EOP_goto16:
		d.jump(pos+1+int(int16(d.u16(pos+1))), level, catch)
		return
	case lib.EOP_goto8:
		d.jump(pos+1+int(int8(d.code[pos+1])), level, catch)
		return
	case lib.EOP_if_true8, lib.EOP_if_false8:
		d.jump(pos+1+int(int8(d.code[pos+1])), level, catch)
	case lib.EOP_if_true, lib.EOP_if_false:
		d.jump(pos+1+d.i32(pos+1), level, catch)
	case lib.EOP_gosub:
		d.jump(pos+1+d.i32(pos+1), level+1, catch)
	case lib.EOP_with_get_var, lib.EOP_with_delete_var:
		d.jump(pos+5+d.i32(pos+5), level+1, catch)
	case lib.EOP_with_make_ref, lib.EOP_with_get_ref:
		d.jump(pos+5+d.i32(pos+5), level+2, catch)
	case lib.EOP_with_put_var:
		d.jump(pos+5+d.i32(pos+5), level-1, catch)
	case lib.EOP_catch:
		d.jump(pos+1+d.i32(pos+1), level, catch)
		catch = pos
	case lib.EOP_for_of_start, lib.EOP_for_await_of_start:
		catch = pos
	case lib.EOP_drop:
		catch = d.afterDrop(catch, level)
	case lib.EOP_nip, lib.EOP_nip1:
		catch = d.afterDrop(catch, level-1)
	case lib.EOP_iterator_close:
		catch = d.afterDrop(catch, level+2)
	case lib.EOP_nip_catch:
		if catch < 0 {
			return
		}
		level, catch = d.catchLevel(catch)+1, d.catch[catch]
	}
	d.reach(next, level, catch)
}

// catchLevel returns how many operands lie below the entry that an instruction
// keeps for its catch.
func (d *depths) catchLevel(catch int) int {
	if d.code[catch] == lib.EOP_catch {
		return d.level[catch]
	}
	return d.level[catch] + 1 // for-of keeps its object and method below it
}

// afterDrop returns the innermost catch when the operand at a level was dropped.
func (d *depths) afterDrop(catch, level int) int {
	if catch >= 0 && d.catchLevel(catch) == level {
		return d.catch[catch]
	}
	return catch
}

// before returns where the instruction begins that a program counter is in or just
// behind; -1 if that cannot be told.
func (d *depths) before(pc int) int {
	for pos := min(pc, len(d.code)) - 1; pos >= 0; pos-- {
		if d.level[pos] == unknown {
			continue
		}
		if pos+instructionOf(d.code[pos]).size < pc {
			break
		}
		return pos
	}
	return -1
}

// loads are the instructions whose value something else holds, too.
var loads = [...][2]byte{
	{lib.EOP_push_const, lib.EOP_push_atom_value}, {lib.EOP_get_loc, lib.EOP_get_loc}, {lib.EOP_get_arg, lib.EOP_get_arg},
	{lib.EOP_get_var_ref, lib.EOP_get_var_ref}, {lib.EOP_get_loc_check, lib.EOP_get_loc_check},
	{lib.EOP_get_var_ref_check, lib.EOP_get_var_ref_check}, {lib.EOP_get_loc_checkthis, lib.EOP_get_loc_checkthis},
	{lib.EOP_push_this, lib.EOP_push_this}, {lib.EOP_push_const8, lib.EOP_push_const8},
	{lib.EOP_push_empty_string, lib.EOP_get_loc8}, {lib.EOP_get_loc0, lib.EOP_get_loc3},
	{lib.EOP_get_arg0, lib.EOP_get_arg3}, {lib.EOP_get_var_ref0, lib.EOP_get_var_ref3},
}

// stores are the instructions that may change what a value was loaded from.
var stores = [...][2]byte{
	{lib.EOP_call_constructor, lib.EOP_apply}, {lib.EOP_eval, lib.EOP_apply_eval}, {lib.EOP_put_loc, lib.EOP_set_loc},
	{lib.EOP_put_arg, lib.EOP_set_arg}, {lib.EOP_put_var_ref, lib.EOP_set_loc_uninitialized},
	{lib.EOP_put_loc_check, lib.EOP_put_loc_check_init}, {lib.EOP_put_var_ref_check, lib.EOP_close_loc},
	{lib.EOP_initial_yield, lib.EOP_await}, {lib.EOP_put_loc8, lib.EOP_set_loc8}, {lib.EOP_put_loc0, lib.EOP_set_loc3},
	{lib.EOP_put_arg0, lib.EOP_set_arg3}, {lib.EOP_put_var_ref0, lib.EOP_set_var_ref3}, {lib.EOP_call0, lib.EOP_call3},
}

func within(ranges [][2]byte, op byte) bool {
	return slices.ContainsFunc(ranges, func(r [2]byte) bool { return r[0] <= op && op <= r[1] })
}

// isLoaded reports whether the operand at a level was loaded in a straight line
// before an instruction, so that what it was loaded from holds it still.
func (d *depths) isLoaded(pos, level int) bool {
	for at := pos; at > 0; {
		if d.lands[at] {
			return false
		}
		before := d.before(at)
		if before < 0 {
			return false
		}
		if within(stores[:], d.code[before]) {
			return false
		}
		if d.level[before]-d.pops(before) <= level { // it wrote there
			return within(loads[:], d.code[before])
		}
		at = before
	}
	return false
}

// keeping are the instructions that leave their operands alone if they fail; the
// others give them back before the error gets its stack.
var keeping = map[byte]bool{
	lib.EOP_call: true, lib.EOP_call0: true, lib.EOP_call1: true, lib.EOP_call2: true, lib.EOP_call3: true,
	lib.EOP_tail_call: true, lib.EOP_call_method: true, lib.EOP_tail_call_method: true, lib.EOP_apply: true,
	lib.EOP_call_constructor: true, lib.EOP_to_object: true, lib.EOP_for_of_start: true, lib.EOP_for_of_next: true,
	lib.EOP_append: true, lib.EOP_delete: true, lib.EOP_in: true, lib.EOP_instanceof: true, lib.EOP_private_in: true,
}

// operands returns what lies on a compiled function's stack before the instruction
// it is at. Values that may be gone are left out.
func (f ThrowFrame) operands() (op byte, operands []Operand) {
	b := f.bytecode()
	if b == nil {
		return lib.EOP_invalid, nil
	}
	sf := at[lib.TJSStackFrame](f.frame)
	if sf.Fvar_buf == 0 || sf.Fcur_pc <= b.Fbyte_code_buf {
		return lib.EOP_invalid, nil
	}
	d := depthsOf(unsafe.Slice(at[byte](b.Fbyte_code_buf), b.Fbyte_code_len))
	pos := d.before(int(sf.Fcur_pc - b.Fbyte_code_buf))
	if pos < 0 || d.level[pos] > int(b.Fstack_size) {
		return lib.EOP_invalid, nil
	}
	stack := sf.Fvar_buf + uintptr(b.Fvar_count)*sizeofValue
	for i := range d.level[pos] {
		operands = append(operands, Operand{f.vm, *at[lib.TJSValue](stack + uintptr(i)*sizeofValue)})
	}
	op = d.code[pos]
	isCalling := f.frame != at[lib.TJSRuntime](f.vm.rt).Fcurrent_stack_frame
	if isCalling || keeping[op] {
		return op, operands
	}
	taken := instructionOf(op).pops
	switch op {
	case lib.EOP_get_field2, lib.EOP_get_array_el2, lib.EOP_get_array_el3, lib.EOP_copy_data_properties:
		taken = 3
	}
	for i := max(0, len(operands)-taken); i < len(operands); i++ {
		if !d.isLoaded(pos, i) {
			operands[i].forget()
		}
	}
	return op, operands
}
