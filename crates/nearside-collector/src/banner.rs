//! What stdout says once the server listens: where to look, and what it serves from.
//!
//! The first address is that of the start page, so that a script can read it off.

use std::fmt::{self, Display, Formatter};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::site::Site;

/// The most pages that are listed.
const MOST_PAGES: usize = 8;

/// The few lines, from what is being served.
pub(crate) struct Banner {
    address: SocketAddr,
    /// What is served, if anything.
    site: Option<String>,
    pages: Vec<String>,
    database: String,
    /// Whether there is something to see on the dashboard.
    is_measuring: bool,
}

impl Banner {
    pub(crate) fn new(
        address: SocketAddr,
        site: Option<&Site>,
        database: String,
        is_measuring: bool,
    ) -> Self {
        Self {
            address,
            site: site.map(|site| format!("{} ({} files)", site.root().display(), site.file_count())),
            pages: site.map(Site::pages).unwrap_or_default(),
            database,
            is_measuring,
        }
    }

    /// 0.0.0.0 means every address of this machine and is none that a browser could open.
    fn origin(&self) -> String {
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        format!("http://{}", SocketAddr::new(ip, self.address.port()))
    }
}

impl Display for Banner {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let origin = self.origin();
        writeln!(formatter, "nearside is ready")?;
        writeln!(formatter, "  open      {origin}/")?;
        let others: Vec<&String> = self.pages.iter().filter(|page| *page != "/").collect();
        for page in others.iter().take(MOST_PAGES) {
            writeln!(formatter, "            {origin}{page}")?;
        }
        if let more @ 1.. = others.len().saturating_sub(MOST_PAGES) {
            writeln!(formatter, "            and {more} more")?;
        }
        if self.is_measuring {
            writeln!(formatter, "            {origin}/dashboard")?;
        }
        if self.address.ip().is_unspecified() {
            writeln!(
                formatter,
                "            from other devices: this machine's name, port {}",
                self.address.port()
            )?;
        }
        if let Some(site) = &self.site {
            writeln!(formatter, "  site      {site}")?;
        }
        writeln!(formatter, "  database  {}", self.database)?;
        write!(formatter, "Ctrl-C stops it.")
    }
}

#[cfg(test)]
mod tests {
    use super::Banner;

    fn banner(address: &str, pages: &[String]) -> anyhow::Result<String> {
        let (site, database) = (Some("site".to_owned()), "a.db".to_owned());
        let banner =
            Banner { address: address.parse()?, site, pages: pages.to_vec(), database, is_measuring: true };
        Ok(banner.to_string())
    }

    #[test]
    fn every_address_can_be_opened() -> anyhow::Result<()> {
        for (address, origin) in [
            ("127.0.0.1:80", "http://127.0.0.1:80/"),
            ("0.0.0.0:8787", "http://127.0.0.1:8787/"),
            ("[::]:8787", "http://[::1]:8787/"),
        ] {
            let text = banner(address, &["/".into(), "/shop.html".into()])?;
            assert!(text.contains(&format!("open      {origin}\n")), "{text}");
            assert!(text.contains(&format!("{origin}shop.html\n")), "{text}");
            assert!(text.contains(&format!("{origin}dashboard\n")), "{text}");
        }
        Ok(())
    }

    #[test]
    fn many_pages_are_cut_short() -> anyhow::Result<()> {
        let pages: Vec<String> = (0..10).map(|number| format!("/{number}.html")).collect();
        let text = banner("127.0.0.1:80", &pages)?;
        assert!(
            text.contains("/7.html") && !text.contains("/8.html") && text.contains("and 2 more"),
            "{text}"
        );
        Ok(())
    }
}
