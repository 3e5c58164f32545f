package ai.magibu.sample.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Who asks, as far as limits go: an IPv4 address, or an IPv6 one's /64 network, in which everybody has addresses without end. */
record Client(String name) {

    private static final int NETWORK_BYTES = 8;
    private static final int LONGEST_ADDRESS = 64;

    static Client at(String address) {
        if (address.indexOf(':') >= 0) { // so that nothing is looked up
            try {
                if (InetAddress.getByName(address) instanceof Inet6Address v6) {
                    return new Client(HexFormat.of().formatHex(Arrays.copyOf(v6.getAddress(), NETWORK_BYTES)));
                }
            } catch (UnknownHostException e) {
                // a proxy's name for it
            }
        }
        return new Client(address.substring(0, Math.min(LONGEST_ADDRESS, address.length())));
    }
}
