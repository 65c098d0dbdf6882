//! Signed tokens (RFC 7515), compact, with RS256, PS256 or ES256. Which key and which algorithm is never the token's to say
//! alone: both must be of the provider's published keys.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_2048_8192_SHA256,
        RSA_PKCS1_SHA256, RSA_PSS_2048_8192_SHA256, RsaKeyPair, RsaParameters, RsaPublicKeyComponents,
        UnparsedPublicKey,
    },
};
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject as _};
use serde::Deserialize;

use super::Fault;

/// A key that a provider publishes (RFC 7517); of other kinds than ours only the kind is read.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Jwk {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<serde_json::Value>,
}

/// What a token says, once a key of the provider was found to have signed it.
///
/// # Errors
/// [`Fault::Token`] when none has. [`is_unknown_key`] tells whether other keys might.
pub(super) fn verify(token: &str, keys: &[Jwk]) -> Result<Vec<u8>, Fault> {
    let (signed, signature) = token.rsplit_once('.').ok_or(Fault::Token("not three parts"))?;
    let (header, claims) = signed.split_once('.').ok_or(Fault::Token("not three parts"))?;
    let header: Header =
        serde_json::from_slice(&decode(header)?).map_err(|_| Fault::Token("the header is not one"))?;
    if header.crit.is_some() {
        return Err(Fault::Token("the header asks for what is not understood"));
    }
    let (kind, algorithm) = match header.alg.as_str() {
        "RS256" => ("RSA", Algorithm::Rsa(&RSA_PKCS1_2048_8192_SHA256)),
        "PS256" => ("RSA", Algorithm::Rsa(&RSA_PSS_2048_8192_SHA256)),
        "ES256" => ("EC", Algorithm::Ec),
        _ => return Err(Fault::Token("the algorithm is none of ours")),
    };
    let signature = decode(signature)?;
    let fits = |key: &&Jwk| {
        key.kty == kind
            && (header.kid.is_none() || key.kid == header.kid)
            && key.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
            && key.alg.as_deref().is_none_or(|alg| alg == header.alg)
    };
    let mut known = keys.iter().filter(fits).peekable();
    if known.peek().is_none() {
        return Err(Fault::Token(UNKNOWN_KEY));
    }
    if known.any(|key| algorithm.verifies(key, signed.as_bytes(), &signature).is_some()) {
        decode(claims)
    } else {
        Err(Fault::Token("the signature is not the provider's"))
    }
}

const UNKNOWN_KEY: &str = "no key of the provider fits";

/// Whether a token failed because the provider may have new keys.
pub(super) fn is_unknown_key(fault: &Fault) -> bool {
    matches!(fault, Fault::Token(why) if *why == UNKNOWN_KEY)
}

/// How a signature is checked.
enum Algorithm {
    Rsa(&'static RsaParameters),
    Ec,
}

impl Algorithm {
    fn verifies(&self, key: &Jwk, signed: &[u8], signature: &[u8]) -> Option<()> {
        match self {
            Self::Rsa(parameters) => {
                let (n, e) = (number(key.n.as_deref())?, number(key.e.as_deref())?);
                RsaPublicKeyComponents { n, e }.verify(parameters, signed, signature).ok()
            }
            Self::Ec => {
                if key.crv.as_deref() != Some("P-256") {
                    return None;
                }
                let (x, y) = (decode(key.x.as_deref()?).ok()?, decode(key.y.as_deref()?).ok()?);
                let point = [&[4], x.as_slice(), y.as_slice()].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(signed, signature).ok()
            }
        }
    }
}

/// A number in big-endian bytes, without the leading zeros that some write.
fn number(text: Option<&str>) -> Option<Vec<u8>> {
    let bytes = decode(text?).ok()?;
    let first = bytes.iter().position(|byte| *byte != 0)?;
    Some(bytes[first..].to_vec())
}

fn decode(text: &str) -> Result<Vec<u8>, Fault> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::Token("a part is not base64url"))
}

/// The key with which this installation proves to a provider who it is.
pub(super) enum Signer {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

impl Signer {
    /// Reads a private key, PKCS#8 in PEM.
    pub(super) fn from_pem(pem: &str) -> Option<Self> {
        let key = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).ok()?;
        let der = key.secret_pkcs8_der();
        let ec = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der, &SystemRandom::new());
        ec.map(Self::Ec).ok().or_else(|| RsaKeyPair::from_pkcs8(der).map(Self::Rsa).ok())
    }

    /// A signed token.
    pub(super) fn sign(&self, key_id: Option<&str>, claims: &serde_json::Value) -> Result<String, Fault> {
        let alg = match self {
            Self::Rsa(_) => "RS256",
            Self::Ec(_) => "ES256",
        };
        let mut header = serde_json::json!({ "alg": alg, "typ": "JWT" });
        if let Some(kid) = key_id {
            header["kid"] = kid.into();
        }
        let part = |json: &serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let signed = format!("{}.{}", part(&header), part(claims));
        let random = SystemRandom::new();
        let signature = match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature)
                    .map_err(|_| Fault::Key)?;
                signature
            }
            Self::Ec(pair) => {
                pair.sign(&random, signed.as_bytes()).map_err(|_| Fault::Key)?.as_ref().to_vec()
            }
        };
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}
