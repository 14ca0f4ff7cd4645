//! How often one address may send: in memory, and nowhere else.
//!
//! An address → may it go on? IPv6 addresses count by their /64, which is one household. The table holds an address
//! for the second in which it is limited; `tidy` drops the rest, and nothing of it is ever logged or stored.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// The address at the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// The limit, if there is one.
#[derive(Debug)]
pub(crate) struct Rate(Option<DefaultKeyedRateLimiter<IpAddr>>);

impl Rate {
    /// So many requests a second, in bursts of twice as many; 0 is no limit.
    pub(crate) fn new(a_second: u32) -> Self {
        let quota = NonZeroU32::new(a_second)
            .map(|rate| Quota::per_second(rate).allow_burst(rate.saturating_add(rate.get())));
        Self(quota.map(RateLimiter::keyed))
    }

    pub(crate) fn allows(&self, peer: Peer) -> bool {
        self.0.as_ref().is_none_or(|limiter| limiter.check_key(&household(peer.0)).is_ok())
    }

    /// Forgets the addresses that are within the limit again.
    pub(crate) fn tidy(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => address.into(),
            None => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_limited_and_its_neighbours_are_not() -> anyhow::Result<()> {
        let rate = Rate::new(2);
        let sends = |address: &str| anyhow::Ok(rate.allows(Peer(address.parse()?)));
        for _ in 0..4 {
            assert!(sends("2001:db8::1")?);
        }
        assert!(!sends("2001:db8::1")? && !sends("2001:db8::ffff")?);
        assert!(sends("2001:db8:0:1::1")? && sends("192.0.2.1")?);
        rate.tidy();
        assert!(!sends("2001:db8::2")?, "who is limited is kept");
        let none = Rate::new(0);
        assert!((0..1_000).all(|_| none.allows(Peer(Ipv6Addr::LOCALHOST.into()))));
        Ok(())
    }
}
