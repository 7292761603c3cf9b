//! The commonest addresses, eight bytes at a time: Latin letters, digits, dots, dashes and low lines, nothing to trim.

/// What is known of a plain address.
pub(super) struct Plain {
    /// Where its `@` stands.
    pub(super) at: usize,
    /// There are dots before it.
    pub(super) is_dotted: bool,
}

/// Writes a plain address with small letters; nothing for any other text, which may be an address all the same.
pub(super) fn read(text: &[u8], room: &mut [u8]) -> Option<Plain> {
    let last = text.len().checked_sub(8).filter(|_| text.len() <= LONGEST)?;
    let mut marks = Marks::default();
    let mut start = 0;
    loop {
        let word = u64::from_le_bytes(*text.get(start..)?.first_chunk()?);
        *room.get_mut(start..)?.first_chunk_mut()? = marks.add(word, start).to_le_bytes();
        if start == last {
            break;
        }
        // The last word ends with the text: it may lie over the one before, and says the same of both.
        start = (start + 8).min(last);
    }
    let plain = marks.plain()?;
    let domain = text.get(plain.at..)?;
    let is_well = domain.last().is_some_and(u8::is_ascii_alphabetic)
        && (marks.low_lines == 0 || !domain.contains(&b'_'));
    is_well.then_some(plain)
}

/// Where what stands: a bit for each byte.
#[derive(Default)]
struct Marks {
    ats: u64,
    dots: u64,
    /// Dashes and low lines.
    lines: u64,
    /// Not zero, where there are low lines.
    low_lines: u64,
    /// Not zero, where a byte is nothing of these and neither letter nor digit.
    others: u64,
}

impl Marks {
    /// Notes what stands in eight bytes of a text from a place on; returns them with small letters.
    const fn add(&mut self, word: u64, start: usize) -> u64 {
        let ascii = word & !TOPS;
        let letters = between(ascii | spread(SMALL), b'a', b'z') & TOPS;
        let digits = between(ascii, b'0', b'9');
        let [at, dot] = [are(ascii, b'@'), are(ascii, b'.')];
        let low_lines = are(ascii, b'_') & TOPS;
        let lines = are(ascii, b'-') | low_lines;
        self.others |= (word | !(letters | digits | at | dot | lines)) & TOPS;
        self.ats |= gathered(at) << start;
        self.dots |= gathered(dot) << start;
        self.lines |= gathered(lines) << start;
        self.low_lines |= low_lines;
        // The highest bit of a letter, two places down, is the one that makes it small.
        word | letters >> 2
    }

    /// Tells whether it is an address: one `@`, no label or word between dots that is empty, none that begins or ends
    /// with a line, a dot in the domain. That it ends with a letter and has no low line there, the caller looks at.
    fn plain(&self) -> Option<Plain> {
        let local = self.ats.wrapping_sub(1) & !self.ats;
        let domain = !local & !self.ats;
        let ends = self.ats | self.dots;
        let is_well = self.others == 0
            && self.ats.is_power_of_two()
            && ends & 1 == 0
            && (ends | self.lines) & ends << 1 == 0
            && self.lines << 1 & ends == 0
            && self.dots & domain != 0;
        let at = usize::try_from(self.ats.trailing_zeros()).ok()?;
        is_well.then_some(Plain { at, is_dotted: self.dots & local != 0 })
    }
}

/// Says in the highest bit of each byte whether it is a certain one; all of them below 128.
const fn are(bytes: u64, one: u8) -> u64 {
    !((bytes ^ spread(one)) + spread(127))
}

/// Says in the highest bit of each byte whether it is one of these; all of them below 128.
const fn between(bytes: u64, first: u8, last: u8) -> u64 {
    (bytes + spread(128 - first)) ^ (bytes + spread(127 - last))
}

/// A byte eight times.
const fn spread(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bits of eight bytes, one beside the other, the first byte's lowest.
const fn gathered(tops: u64) -> u64 {
    // Each bit is moved by each factor; the one bit of each that comes to stand in the highest byte is the right one.
    (tops & TOPS).wrapping_mul(0x0002_0408_1020_4081) >> 56
}

/// The bit that tells small letters from capitals.
const SMALL: u8 = 0x20;
const TOPS: u64 = spread(128);
/// A bit for each byte, and labels of at most 63.
const LONGEST: usize = 63;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Fold, email::Mailbox};

    fn both(text: &str) -> [Option<String>; 2] {
        let (mut room, mut mailbox) = ([0; 272], Mailbox::EMPTY);
        let plain = read(text.as_bytes(), &mut room).map(|plain| {
            assert_eq!(text.as_bytes()[plain.at], b'@');
            assert_eq!(text[..plain.at].contains('.'), plain.is_dotted);
            String::from_utf8_lossy(&room[..text.len()]).into_owned()
        });
        let long = mailbox.read_at_length(text, Fold::Off).ok();
        [plain, long.map(|()| mailbox.as_str().to_owned())]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        /// What is read as plain is an address, and the same one as at length.
        #[test]
        fn plain_and_at_length_are_the_same(text in "[aZ0_.@-]{0,3}[a-zA-Z0-9._-]{0,40}[aZ0_.@-]{0,3}@?[a-z0-9.-]{0,20}[aZ0_.@+ é-]{0,3}") {
            let [plain, long] = both(&text);
            prop_assert!(plain.is_none() || plain == long, "{} {:?}", text, plain);
        }

        /// Most addresses are plain.
        #[test]
        fn what_most_people_write_is_plain(text in "[a-zA-Z0-9]{2,12}([._-][a-z0-9]{1,6}){0,2}@[a-zA-Z0-9]{2,12}(-[a-z0-9]{1,5})?[.][a-z]{2,4}") {
            let [plain, long] = both(&text);
            prop_assert_eq!(&plain, &long);
            prop_assert!(plain.is_some());
        }
    }

    #[test]
    fn each_byte_is_what_it_is_at_any_place() {
        for at in 0..16 {
            for byte in 0..=127 {
                let mut text = *b"ab.cd@ef.gh-ij.ru";
                text[at] = byte;
                let text = str::from_utf8(&text).unwrap();
                let [plain, long] = both(text);
                assert!(plain.is_none() || plain == long, "{text:?}");
            }
        }
    }
}
