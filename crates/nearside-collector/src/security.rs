//! The headers that every response carries, whatever it is about.
//!
//! Input: a request's path; output: the response with its Content-Security-Policy and the other headers
//! set. Only the operator's own flag can change a policy, and only below the path that the flag names:
//! nothing in a request can loosen one.

use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;
use percent_encoding::percent_decode_str;
use thiserror::Error;

/// The policy of the whole site: own scripts and WebAssembly, no strings made into code or markup.
pub const DEFAULT_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
     require-trusted-types-for 'script'; img-src 'self' data:; style-src 'self'; object-src 'none'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// Two years, as the preload lists of browsers ask for.
const TRANSPORT_SECURITY: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

const FIXED: [(HeaderName, HeaderValue); 5] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("geolocation=(), camera=(), microphone=(), payment=()"),
    ),
];

/// A Content-Security-Policy for the paths that start with a prefix; written `PREFIX=POLICY`.
#[derive(Debug, Clone)]
pub struct PathPolicy {
    prefix: String,
    policy: HeaderValue,
}

/// Why a `PREFIX=POLICY` was refused.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyError {
    /// There is no `=` after the prefix.
    #[error("expected PREFIX=POLICY, for example /trial/=script-src 'none'")]
    NotAPair,
    /// Paths start with a slash.
    #[error("the prefix `{0}` does not start with a slash")]
    NotAPath(String),
    /// Not a line of visible characters.
    #[error("the policy for `{0}` is empty or cannot be sent in a header")]
    NotAHeader(String),
}

/// The headers as the operator set them up.
#[derive(Debug, Clone, Default)]
pub struct SecurityHeaders {
    policies: Vec<PathPolicy>,
    behind_tls: bool,
}

impl SecurityHeaders {
    /// `behind_tls` tells that browsers reach this server by https.
    #[must_use]
    pub fn new(policies: Vec<PathPolicy>, behind_tls: bool) -> Self {
        Self { policies, behind_tls }
    }

    /// The longest prefix wins. Paths are compared decoded, or `/%74rial/` would escape `/trial/`.
    fn policy_for(&self, path: &str) -> HeaderValue {
        let path = percent_decode_str(path).decode_utf8_lossy();
        let matching = self.policies.iter().filter(|own| path.starts_with(&own.prefix));
        match matching.max_by_key(|own| own.prefix.len()) {
            Some(own) => own.policy.clone(),
            None => HeaderValue::from_static(DEFAULT_POLICY),
        }
    }
}

impl FromStr for PathPolicy {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        let (prefix, policy) = text.split_once('=').ok_or(PolicyError::NotAPair)?;
        if !prefix.starts_with('/') {
            return Err(PolicyError::NotAPath(prefix.to_owned()));
        }
        let not_a_header = || PolicyError::NotAHeader(prefix.to_owned());
        let policy = HeaderValue::from_str(policy.trim()).map_err(|_| not_a_header())?;
        if policy.is_empty() {
            return Err(not_a_header());
        }
        Ok(Self { prefix: prefix.to_owned(), policy })
    }
}

/// Middleware: answers, then sets the headers over whatever the answer brought.
pub(crate) async fn set_headers(
    State(security): State<Arc<SecurityHeaders>>,
    request: Request,
    next: Next,
) -> Response {
    let policy = security.policy_for(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.extend(FIXED);
    if security.behind_tls {
        headers.insert(STRICT_TRANSPORT_SECURITY, TRANSPORT_SECURITY);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::{DEFAULT_POLICY, PathPolicy, PolicyError, SecurityHeaders};

    #[test]
    fn the_longest_prefix_wins_and_encoding_is_no_way_around() -> Result<(), PolicyError> {
        let own: Vec<PathPolicy> = ["/trial/=script-src 'self'", "/trial/deep/=script-src 'none'"]
            .map(str::parse)
            .into_iter()
            .collect::<Result<_, _>>()?;
        let security = SecurityHeaders::new(own, false);
        for (path, expected) in [
            ("/", DEFAULT_POLICY),
            ("/trial", DEFAULT_POLICY),
            ("/trial/a.html", "script-src 'self'"),
            ("/%74rial/a.html", "script-src 'self'"),
            ("/trial/deep/a.html", "script-src 'none'"),
        ] {
            assert_eq!(security.policy_for(path), expected, "{path}");
        }
        Ok(())
    }

    #[test]
    fn says_what_is_wrong_with_a_policy() {
        let error = |text: &str| text.parse::<PathPolicy>().err();
        assert_eq!(error("/a"), Some(PolicyError::NotAPair));
        assert_eq!(error("a=b"), Some(PolicyError::NotAPath("a".into())));
        assert_eq!(error("/a="), Some(PolicyError::NotAHeader("/a".into())));
        assert_eq!(error("/a=x\r\nSet-Cookie: y"), Some(PolicyError::NotAHeader("/a".into())));
    }
}
