package ai.magibu.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/** For a native image: the proxies of lazy models. What core needs, its own metadata says. */
final class MagibuRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        for (String type : ModelBeans.adapterTypes()) {
            if (ClassUtils.isPresent(type, classLoader)) {
                hints.proxies().registerJdkProxy(
                        AopProxyUtils.completeJdkProxyInterfaces(ClassUtils.resolveClassName(type, classLoader)));
            }
        }
    }
}
