package ai.magibu.onednn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.onednn.internal.dnnl.OneDnn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Lets the tests of a class run on any machine. On a processor with bfloat16 instructions they run as they are written. On another one,
 * where Magibu rejects bf16, every test checks this instead. The build's log says which.
 *
 * <p>oneDNN itself computes bf16 with AVX-512 alone too, more slowly than int8, and fails with AVX2.
 */
public final class Bfloat16Machine implements BeforeAllCallback, InvocationInterceptor {

    private static final boolean SUPPORTED = isSupported();

    /** Reads from the system what oneDNN reads from the processor. */
    private static boolean isSupported() {
        Path processors = Path.of("/proc/cpuinfo");
        try {
            return System.getProperty("os.arch").equals("amd64")
                    && System.getenv("ONEDNN_MAX_CPU_ISA") == null
                    && Files.exists(processors)
                    && Files.readString(processors, UTF_8).contains(" avx512_bf16");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        System.out.println(
                context.getDisplayName()
                        + (SUPPORTED
                                ? ": this processor has bfloat16 instructions, and the tests use them"
                                : ": this processor has no bfloat16 instructions, so each test checks that bf16 is rejected"));
    }

    private static void run(Invocation<Void> invocation) throws Throwable {
        if (SUPPORTED) {
            invocation.proceed();
        } else {
            invocation.skip();
        }
    }

    private static void check(Invocation<Void> test) throws Throwable {
        run(test);
        if (!SUPPORTED) {
            assertThatThrownBy(OneDnn::get)
                    .isInstanceOf(DeviceUnavailableException.class)
                    .hasMessageStartingWith("bf16 on the CPU cannot be used: ")
                    .hasMessageEndingWith("Use fp32 or int8 on the CPU");
        }
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
        run(invocation);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
        run(invocation);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
        check(invocation);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
        check(invocation);
    }
}
