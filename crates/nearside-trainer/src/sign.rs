//! Signs catalogues, for sites that give their pages a public key.
//!
//! A file and a private key (PKCS #8 in PEM, as `openssl genpkey -algorithm ed25519` writes it too) → FILE.sig beside it, the
//! 64 bytes of an Ed25519 signature (RFC 8032) over the file's exact bytes in base64url, and the public key for
//! `data-nearside-key`. A key that is there already is never written over.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use base64ct::{Base64UrlUnpadded, Encoding};
use clap::Args;
use ed25519_dalek::{
    Signer, SigningKey,
    pkcs8::{self, DecodePrivateKey, EncodePrivateKey, KeypairBytes, spki::der::pem::LineEnding},
};
use thiserror::Error;

/// What to sign, and with what.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The catalogue, to its last byte as it will be served: sign anew after every change.
    #[arg(required_unless_present = "new_key")]
    file: Option<PathBuf>,
    /// The private key to sign with, in PEM.
    #[arg(long, value_name = "KEY.pem", required_unless_present = "new_key")]
    key: Option<PathBuf>,
    /// Makes a private key first, readable by its owner only; keep it off the web server.
    #[arg(long, value_name = "KEY.pem", conflicts_with = "key")]
    new_key: Option<PathBuf>,
}

/// What can't be signed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum SignError {
    /// A file that can't be read.
    #[error("{path} can't be read")]
    Read {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file that can't be written.
    #[error("{path} can't be written")]
    Write {
        /// Where it should go.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// What is no key.
    #[error("{path} is not a private Ed25519 key in PEM: {why}")]
    Key {
        /// Where it is.
        path: PathBuf,
        /// What is wrong.
        why: pkcs8::Error,
    },
    /// No chance to be had.
    #[error("the system gives no random bytes: {0}")]
    Chance(getrandom::Error),
}

/// Makes a key, signs, or both; gives what to print.
pub(crate) fn run(Arguments { file, key, new_key }: &Arguments) -> Result<String, SignError> {
    let mut lines = Vec::new();
    let key = match (new_key, key) {
        (Some(path), _) => {
            lines.push(format!("made {}", path.display()));
            make(path)?
        }
        (None, Some(path)) => read(path)?,
        // Refused by the command line.
        (None, None) => return Ok(String::new()),
    };
    if let Some(file) = file {
        let bytes = fs::read(file).map_err(|source| SignError::Read { path: file.clone(), source })?;
        let signature = file.with_added_extension("sig");
        let text = Base64UrlUnpadded::encode_string(&key.sign(&bytes).to_bytes());
        fs::write(&signature, text + "\n")
            .map_err(|source| SignError::Write { path: signature.clone(), source })?;
        lines.push(format!("signed {}: serve {} beside it", file.display(), signature.display()));
    }
    let public = Base64UrlUnpadded::encode_string(key.verifying_key().as_bytes());
    lines.push(format!("for the script tag: data-nearside-key=\"{public}\""));
    Ok(lines.join("\n"))
}

fn read(path: &Path) -> Result<SigningKey, SignError> {
    let pem = fs::read_to_string(path).map_err(|source| SignError::Read { path: path.to_owned(), source })?;
    SigningKey::from_pkcs8_pem(&pem).map_err(|why| SignError::Key { path: path.to_owned(), why })
}

fn make(path: &Path) -> Result<SigningKey, SignError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(SignError::Chance)?;
    let key = SigningKey::from_bytes(&secret);
    // Without the public half (RFC 8410, version 1): that form is read everywhere.
    let pair = KeypairBytes { secret_key: secret, public_key: None };
    let pem =
        pair.to_pkcs8_pem(LineEnding::LF).map_err(|why| SignError::Key { path: path.to_owned(), why })?;
    let wrong = |source| SignError::Write { path: path.to_owned(), source };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).and_then(|mut file| file.write_all(pem.as_bytes())).map_err(wrong)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use base64ct::{Base64UrlUnpadded, Encoding};
    use ed25519_dalek::{Signature, SigningKey, Verifier, VerifyingKey};

    use super::{Arguments, SignError, read, run};

    /// The first secret key of RFC 8032, section 7.1.
    const PEM: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
    const PUBLIC: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    fn words(folder: &std::path::Path) -> Arguments {
        let (file, key) = (folder.join("catalogue.json"), folder.join("key.pem"));
        fs::write(&file, "{}").unwrap();
        Arguments { file: Some(file), key: Some(key), new_key: None }
    }

    #[test]
    fn a_file_is_signed_to_its_last_byte() {
        let folder = tempfile::tempdir().unwrap();
        let arguments = words(folder.path());
        fs::write(folder.path().join("key.pem"), PEM).unwrap();
        let said = run(&arguments).unwrap();
        assert!(said.ends_with(&format!("data-nearside-key=\"{PUBLIC}\"")), "{said}");

        let bytes = |text: &str| Base64UrlUnpadded::decode_vec(text.trim()).unwrap();
        let public = VerifyingKey::from_bytes(&bytes(PUBLIC).try_into().unwrap()).unwrap();
        let text = fs::read_to_string(folder.path().join("catalogue.json.sig")).unwrap();
        let signature = Signature::from_slice(&bytes(&text)).unwrap();
        assert!(public.verify(b"{}", &signature).is_ok());
        assert!(public.verify(b"{} ", &signature).is_err());
    }

    #[test]
    fn a_new_key_signs_at_once_and_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let Arguments { file, key, .. } = words(folder.path());
        let arguments = Arguments { file: file.clone(), key: None, new_key: key.clone() };
        let first = run(&arguments).unwrap();
        let path = folder.path().join("key.pem");
        let kept: SigningKey = read(&path).unwrap();
        assert!(first.contains(&Base64UrlUnpadded::encode_string(kept.verifying_key().as_bytes())));
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
        let again = run(&Arguments { file: None, ..arguments });
        assert!(matches!(again, Err(SignError::Write { .. })), "{again:?}");
        let by_kept = run(&Arguments { file, key, new_key: None }).unwrap();
        assert_eq!(by_kept.lines().last(), first.lines().last());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let arguments = words(folder.path());
        assert!(matches!(run(&arguments), Err(SignError::Read { .. })));
        for text in ["", "key", &PEM.replace("MC4", "MC5")] {
            fs::write(folder.path().join("key.pem"), text).unwrap();
            assert!(matches!(run(&arguments), Err(SignError::Key { .. })), "{text}");
        }
    }
}
