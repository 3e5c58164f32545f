/** oneDNN's C API: the library, memory, and kernels for fixed shapes. The only package that imports JNA. */
@NullMarked
package ai.magibu.onednn.internal.dnnl;

import org.jspecify.annotations.NullMarked;
