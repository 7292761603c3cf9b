//! An address being read: in place, with small letters, ready to be digested.

use unicode_normalization::UnicodeNormalization;

use super::{Fold, lists, plain};
use crate::{invalid::Flaw, text::is_unseen};

/// An address in the making, without a heap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mailbox {
    /// A sign that tells what digests of it are of, and the address behind it.
    bytes: [u8; ROOM],
    length: usize,
    /// Where the `@` stands.
    at: usize,
}

impl Mailbox {
    pub(crate) const EMPTY: Self = Self { bytes: [SIGN; ROOM], length: 0, at: 0 };

    /// Reads an address in place of the one before.
    pub(crate) fn read(&mut self, text: &str, fold: Fold) -> Result<(), Flaw> {
        if let Some(plain) =
            plain::read(text.as_bytes(), self.bytes.get_mut(1..).unwrap_or_default())
        {
            (self.length, self.at) = (text.len(), plain.at);
            return self.fold_if(fold, plain.is_dotted);
        }
        self.read_at_length(text, fold)
    }

    /// Reads an address that may be anything.
    pub(super) fn read_at_length(&mut self, text: &str, fold: Fold) -> Result<(), Flaw> {
        let ends = [text.as_bytes().first(), text.as_bytes().last()];
        let is_tidy = ends.iter().flatten().all(|byte| byte.is_ascii_graphic());
        let text = if is_tidy { text } else { text.trim() };
        (self.length, self.at) = (0, 0);
        if text.len() > LONGEST_TEXT {
            return Err(Flaw::Length);
        }
        if text.is_ascii() {
            self.fill(text.as_bytes())?;
        } else {
            self.fill(in_ascii_where_it_can_be(text)?.as_bytes())?;
        }
        self.fold_if(fold, true)
    }

    /// Folds the address where its provider does; without dots and tag, one at the provider's first name is folded.
    fn fold_if(&mut self, fold: Fold, has_signs: bool) -> Result<(), Flaw> {
        let folds = match self.domain() {
            b"gmail.com" => has_signs,
            b"googlemail.com" => true,
            _ => false,
        };
        if folds && fold == Fold::Providers { self.fold() } else { Ok(()) }
    }

    /// Returns where the `@` stands.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(1..=self.length).unwrap_or_default()
    }

    /// Returns the address with the sign before it, as it is digested.
    pub(crate) fn signed(&self) -> &[u8] {
        self.bytes.get(..=self.length).unwrap_or_default()
    }

    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    pub(crate) fn domain(&self) -> &[u8] {
        self.as_bytes().get(self.at + 1..).unwrap_or_default()
    }

    /// Returns the domain with a sign before it, as it is digested; that takes the place of the `@` for as long.
    pub(crate) fn with_signed_domain<T>(&mut self, sign: u8, take: impl FnOnce(&[u8]) -> T) -> T {
        let at = self.at + 1;
        let sign = self.bytes.get_mut(at).map_or(sign, |place| std::mem::replace(place, sign));
        let taken = take(self.bytes.get(at..=self.length).unwrap_or_default());
        self.bytes.get_mut(at).into_iter().for_each(|place| *place = sign);
        taken
    }

    pub(crate) fn is_role_at_free_mail(&self) -> bool {
        let local = self.as_bytes().get(..self.at).unwrap_or_default();
        lists::is_role_at_free_mail(local, self.domain())
    }

    /// Reads an address whose domain is ASCII; its letters are lowered as they are looked at.
    fn fill(&mut self, text: &[u8]) -> Result<(), Flaw> {
        if text.is_empty() {
            return Err(Flaw::Empty);
        }
        let room = self.bytes.get_mut(1..=text.len()).filter(|_| text.len() <= LONGEST);
        let room = room.ok_or(Flaw::Length)?;
        let at = text.iter().rposition(|byte| *byte == b'@').ok_or(Flaw::Character)?;
        for (place, byte) in room.iter_mut().zip(text) {
            *place = byte.to_ascii_lowercase();
        }
        (self.length, self.at) = (text.len(), at);
        let (local, domain) = text.split_at(at);
        if local.is_empty() || local.len() > LONGEST_LOCAL || !is_dot_atom(local) {
            return Err(Flaw::Character);
        }
        if is_domain(domain.get(1..).unwrap_or_default()) { Ok(()) } else { Err(Flaw::Part) }
    }

    /// Drops dots and the tag, and gives both spellings of the provider one name.
    fn fold(&mut self) -> Result<(), Flaw> {
        let mut length = 0;
        for from in 1..=self.at {
            match self.bytes[from] {
                b'+' => break,
                b'.' => {}
                byte => {
                    length += 1;
                    self.bytes[length] = byte;
                }
            }
        }
        if length == 0 {
            return Err(Flaw::Character);
        }
        let domain = b"@gmail.com";
        self.bytes
            .get_mut(length + 1..=length + domain.len())
            .ok_or(Flaw::Length)?
            .copy_from_slice(domain);
        (self.at, self.length) = (length, length + domain.len());
        Ok(())
    }
}

/// Writes the domain by its A-label, and the local part in one form of each character.
#[cold]
fn in_ascii_where_it_can_be(text: &str) -> Result<String, Flaw> {
    let plain: String = text.nfkc().filter(|character| !is_unseen(*character)).collect();
    let plain = plain.trim();
    let (local, domain) = plain.rsplit_once('@').ok_or(Flaw::Character)?;
    let domain = idna::domain_to_ascii(domain).map_err(|_| Flaw::Part)?;
    // Lower-casing may leave what NFKC would compose: once more, so that reading twice is reading once.
    let local: String = local.to_lowercase().nfkc().collect();
    Ok(format!("{local}@{domain}"))
}

fn is_dot_atom(local: &[u8]) -> bool {
    let (mut before, mut all) = (b'.', true);
    for byte in local {
        let is_dot = *byte == b'.';
        all &= if is_dot { before != b'.' } else { ATOMS[usize::from(*byte)] };
        before = *byte;
    }
    (all && before != b'.')
        || (!local.is_ascii() && local.split(|byte| *byte == b'.').all(is_foreign_word))
}

/// What may stand in a local part beside dots; nothing that is not ASCII.
static ATOMS: [bool; 256] = {
    let mut atoms = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        atoms[byte as usize] = is_atom(byte);
        byte += 1;
    }
    atoms
};

const fn is_atom(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~')
}

/// Letters of other scripts may stand in it (RFC 6531), signs of other scripts may not.
fn is_foreign_word(word: &[u8]) -> bool {
    let letters = |word: &[u8]| {
        str::from_utf8(word).is_ok_and(|text| text.chars().all(char::is_alphanumeric))
    };
    !word.is_empty()
        && if word.is_ascii() {
            word.iter().all(|byte| is_atom(*byte))
        } else {
            letters(&ascii_signs_dropped(word))
        }
}

fn ascii_signs_dropped(atom: &[u8]) -> Vec<u8> {
    atom.iter().copied().filter(|byte| !b"!#$%&'*+/=?^_`{|}~-".contains(byte)).collect()
}

/// Tells whether these are two labels or more, the last of which is no number.
fn is_domain(domain: &[u8]) -> bool {
    let (mut labels, mut length, mut before, mut others) = (1, 0, DASH, 0);
    for byte in domain {
        let sign = SIGNS[usize::from(*byte)];
        if sign == DOT {
            // Before a label's first letter stands a dash in spirit: none may begin or end with one.
            if before == DASH {
                return false;
            }
            (labels, length, before, others) = (labels + 1, 0, DASH, 0);
            continue;
        }
        if sign == NONE || (sign == DASH && length == 0) || length == 63 {
            return false;
        }
        length += 1;
        before = sign;
        others |= sign & !DIGIT;
    }
    labels > 1 && before != DASH && others != 0
}

/// What a byte is in a domain.
static SIGNS: [u8; 256] = {
    let mut signs = [NONE; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        signs[byte as usize] = match byte {
            b'.' => DOT,
            b'-' => DASH,
            b'0'..=b'9' => DIGIT,
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            _ => NONE,
        };
        byte += 1;
    }
    signs
};
const NONE: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const DASH: u8 = 4;
const DOT: u8 = 8;

const ROOM: usize = 272;
/// What tells the digest of an e-mail from all others.
const SIGN: u8 = b'@';
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;
/// Past this, no folding makes an address of it.
const LONGEST_TEXT: usize = 2_000;
