// Fixes the time origin when the isolate starts.

ops.op_performance_origin();
