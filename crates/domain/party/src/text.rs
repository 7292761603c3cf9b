//! Text as people write numbers, made plain: no blanks and dashes, one form for each character.

use unicode_normalization::UnicodeNormalization;

use crate::invalid::Flaw;

/// What a kind of number lets pass and what it drops.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spelling {
    /// Characters that people put between digits, besides blanks and dashes.
    pub(crate) separators: &'static [u8],
    /// Letters are raised to capitals, and Cyrillic ones that look Latin are read as Latin.
    pub(crate) letters: bool,
}

impl Spelling {
    /// Blanks and dashes go, all else stays.
    pub(crate) const PLAIN: Self = Self { separators: b"", letters: false };
    /// The same, with letters.
    pub(crate) const LETTERS: Self = Self { separators: b"", letters: true };
    /// Dots go, too.
    pub(crate) const DOTS: Self = Self { separators: b".", letters: false };
}

/// A short ASCII text; what is longer is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letters {
    bytes: [u8; LIMIT],
    length: u8,
}

impl Letters {
    const EMPTY: Self = Self { bytes: [0; LIMIT], length: 0 };

    /// Reads a number: drops what stands between, refuses what belongs to no number.
    pub(crate) fn read(text: &str, spelling: Spelling) -> Result<Self, Flaw> {
        if let Some(letters) = Self::read_digits(text) {
            return Ok(letters);
        }
        let letters = match Self::read_ascii(text, spelling) {
            Some(read) => read?,
            None => Self::read_unicode(text, spelling)?,
        };
        if letters.length == 0 { Err(Flaw::Empty) } else { Ok(letters) }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// The bytes with what follows them: for those who copy them all at once.
    pub(crate) const fn with_room(&self) -> &[u8; LIMIT] {
        &self.bytes
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// Puts zeros in at a place until it is so long.
    pub(crate) fn pad(&mut self, at: usize, length: usize) {
        while usize::from(self.length) < length && length <= LIMIT && at <= usize::from(self.length)
        {
            self.bytes.copy_within(at..LIMIT - 1, at + 1);
            self.bytes[at] = b'0';
            self.length += 1;
        }
    }

    /// Puts a prefix before all, where there is room; what is cut off at the end fails its check.
    pub(crate) fn push_front(&mut self, prefix: [u8; 2]) {
        self.bytes.copy_within(0..LIMIT - 2, 2);
        self.bytes[..2].copy_from_slice(&prefix);
        self.length = (self.length + 2).min(LIMIT as u8);
    }

    /// Drops separators that only now are known to be some.
    pub(crate) fn drop_all(&mut self, separators: &[u8]) {
        let mut kept = Self::EMPTY;
        for byte in self.as_bytes().iter().filter(|byte| !separators.contains(byte)) {
            kept.bytes[usize::from(kept.length)] = *byte;
            kept.length += 1;
        }
        *self = kept;
    }

    /// The fastest way: nothing but digits, which every kind reads as they are.
    fn read_digits(text: &str) -> Option<Self> {
        let length = u8::try_from(text.len()).ok().filter(|length| *length > 0)?;
        let mut letters = Self { bytes: [0; LIMIT], length };
        let mut others = false;
        for (place, byte) in letters.bytes.get_mut(..text.len())?.iter_mut().zip(text.bytes()) {
            *place = byte;
            others |= !byte.is_ascii_digit();
        }
        (!others).then_some(letters)
    }

    /// The fast way: nothing when a character is not ASCII.
    fn read_ascii(text: &str, spelling: Spelling) -> Option<Result<Self, Flaw>> {
        let mut letters = Self::EMPTY;
        for byte in text.bytes() {
            if !byte.is_ascii() {
                return None;
            }
            if let Err(flaw) = letters.push(byte, spelling) {
                // What follows might be anything: only a text that is ASCII to its end is refused here.
                return text.is_ascii().then_some(Err(flaw));
            }
        }
        Some(Ok(letters))
    }

    fn read_unicode(text: &str, spelling: Spelling) -> Result<Self, Flaw> {
        let mut letters = Self::EMPTY;
        for character in text.nfkc() {
            let character = if spelling.letters { latin(character) } else { character };
            match u8::try_from(character) {
                Ok(byte) if byte.is_ascii() => letters.push(byte, spelling)?,
                _ if is_between(character) => {}
                _ if is_dot(character) => letters.push(b'.', spelling)?,
                _ => return Err(Flaw::Character),
            }
        }
        Ok(letters)
    }

    fn push(&mut self, byte: u8, spelling: Spelling) -> Result<(), Flaw> {
        let is_blank = byte == b' ' || byte == b'-' || (b'\t'..=b'\r').contains(&byte);
        if is_blank || spelling.separators.contains(&byte) {
            return Ok(());
        }
        let at = usize::from(self.length);
        let place = self.bytes.get_mut(at).ok_or(Flaw::Length)?;
        *place = if spelling.letters { byte.to_ascii_uppercase() } else { byte };
        self.length += 1;
        Ok(())
    }
}

/// Tells whether a character is a blank or dash of any kind, or one that nobody sees.
pub(crate) fn is_between(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '\u{ad}'
                | '\u{58a}'
                | '\u{5be}'
                | '\u{1806}'
                | '\u{180a}'
                | '\u{1680}'
                | '\u{2010}'
                ..='\u{2015}'
                    | '\u{203e}'
                    | '\u{2043}'
                    | '\u{2212}'
                    | '\u{2500}'
                    | '\u{2e3a}'
                    | '\u{2e3b}'
                    | '\u{23af}'
                    | '\u{af}'
                    | '\u{2d7}'
        )
        || is_unseen(character)
}

/// Tells whether a character has no width: joiners, marks of direction, the byte order mark.
pub(crate) const fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

const fn is_dot(character: char) -> bool {
    matches!(
        character,
        '\u{b7}' | '\u{2022}' | '\u{2024}' | '\u{2027}' | '\u{22c5}' | '\u{30fb}' | '\u{3002}'
    )
}

/// Returns the Latin letter that a Cyrillic one looks like; any other character as it is.
const fn latin(character: char) -> char {
    match character {
        'А' | 'а' => 'A',
        'В' | 'в' => 'B',
        'Е' | 'е' => 'E',
        'К' | 'к' => 'K',
        'М' | 'м' => 'M',
        'Н' | 'н' => 'H',
        'О' | 'о' => 'O',
        'Р' | 'р' => 'P',
        'С' | 'с' => 'C',
        'Т' | 'т' => 'T',
        'Х' | 'х' => 'X',
        'У' | 'у' => 'Y',
        'І' | 'і' => 'I',
        'Ѕ' | 'ѕ' => 'S',
        'Ј' | 'ј' => 'J',
        other => other,
    }
}

/// The longest number is a LEI of 20; the rest is for prefixes and for dots that only the country can judge.
pub(crate) const LIMIT: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, Flaw> {
        Letters::read(text, Spelling::LETTERS).map(|letters| letters.as_str().to_owned())
    }

    #[test]
    fn drops_every_kind_of_blank_and_dash() {
        let dashes = "1\u{2010}2\u{2011}3\u{2012}4\u{2013}5\u{2014}6\u{2212}7\u{ff0d}8\u{fe63}9";
        assert_eq!(read(dashes).unwrap(), "123456789");
        assert_eq!(read(" 1\u{a0}2\u{2009}3\u{3000}4\u{feff}5\u{202f}6\t").unwrap(), "123456");
    }

    #[test]
    fn reads_full_width_digits_and_letters_that_look_latin() {
        assert_eq!(read("ВЕ８７").unwrap(), "BE87");
    }

    #[test]
    fn refuses_what_belongs_to_no_number() {
        assert_eq!(read("12Я"), Err(Flaw::Character));
        assert_eq!(read(" \u{a0}-"), Err(Flaw::Empty));
        assert_eq!(read(&"1".repeat(10_000_000)), Err(Flaw::Length));
    }

    #[test]
    fn pads_with_zeros() {
        let mut letters = Letters::read("EL12345678", Spelling::LETTERS).unwrap();
        letters.pad(2, 11);
        assert_eq!(letters.as_str(), "EL012345678");
    }
}
