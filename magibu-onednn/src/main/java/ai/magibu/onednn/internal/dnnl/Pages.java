package ai.magibu.onednn.internal.dnnl;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Memory from the system, zero at first. The constants are those of Linux on x86-64. */
final class Pages {

    private static final int READ_AND_WRITE = 0x3;
    private static final int PRIVATE_AND_ANONYMOUS = 0x22;

    static {
        Native.register(Pages.class, NativeLibrary.getProcess());
    }

    private Pages() {}

    /** Returns the address of new memory; 0 if the system has no more. */
    static long map(long size) {
        long address = mmap(0, size, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0);
        return address == -1 ? 0 : address;
    }

    static void unmap(long address, long size) {
        munmap(address, size);
    }

    private static native long mmap(long address, long size, int protection, int flags, int file, long offset);

    private static native int munmap(long address, long size);
}
