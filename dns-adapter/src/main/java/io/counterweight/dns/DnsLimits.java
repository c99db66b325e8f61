package io.counterweight.dns;

import java.util.List;

/**
 * What clients may cost.
 *
 * @param responsesPerSecond answers over UDP that one client network (IPv4 /24, IPv6 /56) gets in a second; 0 means no limit
 * @param slip every so many limited answers one is sent truncated, so that a real client may come back over TCP; 0 means never
 * @param exempt prefixes that are never limited, neither in answers nor in connections, such as {@code 10.0.0.0/8}
 * @param tcpConnections at the same time; of one client network a quarter of them
 * @param tcpIdleMillis after which a silent TCP connection is closed
 */
public record DnsLimits(int responsesPerSecond, int slip, List<Prefix> exempt, int tcpConnections, int tcpIdleMillis) {

    public DnsLimits {
        exempt = List.copyOf(exempt);
        if (responsesPerSecond < 0 || slip < 0) {
            throw new IllegalArgumentException("dns.rateLimit: responsesPerSecond " + responsesPerSecond + " and slip "
                    + slip + " must not be negative; 0 switches each off");
        }
        if (tcpConnections < 1 || tcpIdleMillis < 1) {
            throw new IllegalArgumentException(
                    "dns.tcp: connections " + tcpConnections + " and idle " + tcpIdleMillis + " ms must be above 0");
        }
    }

    /** Of these limits the ones of the rate, the others as they are here. */
    public DnsLimits withRate(DnsLimits other) {
        return new DnsLimits(other.responsesPerSecond, other.slip, other.exempt, tcpConnections, tcpIdleMillis);
    }

    public static DnsLimits defaults() {
        return new DnsLimits(200, 2, List.of(), 256, 10_000);
    }
}
