//! Providers of free mailboxes and the roles that many people share. Chosen by us from the providers of the markets
//! that the source documents come from; sorted, so that a search finds them.

/// Tells whether the name is a role and no person, at a domain where anybody may have a mailbox.
pub(super) fn is_role_at_free_mail(local: &[u8], domain: &[u8]) -> bool {
    // Both are asked by their letters before either is searched for: hardly any address is left.
    may_be_in(&ROLE_LENGTHS, local)
        && may_be_in(&FREE_MAIL_LENGTHS, domain)
        && is_in(&ROLES, local)
        && is_in(&FREE_MAIL, domain)
}

fn is_in(words: &[&str], word: &[u8]) -> bool {
    words.binary_search_by(|one| one.as_bytes().cmp(word)).is_ok()
}

/// Tells whether a list has a word of such letters and length: most addresses are told apart by that.
fn may_be_in(lengths: &[u32; 128], word: &[u8]) -> bool {
    let its = lengths.get(place(word)).copied().unwrap_or(0);
    word.len() < 32 && its >> word.len() & 1 == 1
}

/// The place of a word by its first and its last letter.
const fn place(word: &[u8]) -> usize {
    match word {
        [first, .., last] => (*first as usize * 3 + *last as usize * 5) & 127,
        _ => 0,
    }
}

/// The lengths of the words of a list, as bits, by their letters.
const fn lengths<const N: usize>(words: &[&str; N]) -> [u32; 128] {
    let mut lengths = [0; 128];
    let mut at = 0;
    while at < N {
        let word = words[at].as_bytes();
        lengths[place(word)] |= 1 << word.len();
        at += 1;
    }
    lengths
}

static FREE_MAIL_LENGTHS: [u32; 128] = lengths(&FREE_MAIL);
static ROLE_LENGTHS: [u32; 128] = lengths(&ROLES);

const FREE_MAIL: [&str; 108] = [
    "abv.bg",
    "aol.com",
    "autorambler.ru",
    "bigmir.net",
    "bk.ru",
    "centrum.cz",
    "dir.bg",
    "email.cz",
    "fastmail.com",
    "free.fr",
    "freemail.hu",
    "freenet.de",
    "gazeta.pl",
    "gmail.com",
    "gmx.at",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.es",
    "hotmail.fr",
    "hotmail.it",
    "hush.com",
    "i.ua",
    "icloud.com",
    "inbox.lv",
    "inbox.ru",
    "interia.eu",
    "interia.pl",
    "internet.ru",
    "klix.ba",
    "laposte.net",
    "lenta.ru",
    "libero.it",
    "list.ru",
    "live.com",
    "live.ru",
    "mac.com",
    "mail.bg",
    "mail.by",
    "mail.com",
    "mail.ee",
    "mail.kz",
    "mail.ru",
    "mail.ua",
    "me.com",
    "meta.ua",
    "msn.com",
    "myrambler.ru",
    "narod.ru",
    "o2.pl",
    "onet.eu",
    "onet.pl",
    "op.pl",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "outlook.fr",
    "outlook.pl",
    "pochta.ru",
    "poczta.fm",
    "poczta.onet.pl",
    "post.cz",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "r7.com",
    "rambler.ru",
    "rediffmail.com",
    "ro.ru",
    "sapo.pt",
    "seznam.cz",
    "sky.com",
    "t-online.de",
    "tlen.pl",
    "tut.by",
    "tutanota.com",
    "ukr.net",
    "vip.bg",
    "virgilio.it",
    "vivaldi.net",
    "volny.cz",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "xakep.ru",
    "ya.ru",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.es",
    "yahoo.fr",
    "yahoo.gr",
    "yahoo.it",
    "yahoo.pl",
    "yahoo.ro",
    "yandex.by",
    "yandex.com",
    "yandex.kz",
    "yandex.ru",
    "yandex.ua",
    "ymail.com",
    "zoho.com",
    "zoho.eu",
    "zohomail.com",
];

const ROLES: [&str; 64] = [
    "abuse",
    "account",
    "accounting",
    "accounts",
    "admin",
    "administrator",
    "bills",
    "biuro",
    "buchhaltung",
    "buh",
    "buhgalter",
    "buhgalteria",
    "contact",
    "contacts",
    "director",
    "faktury",
    "finance",
    "firma",
    "hello",
    "help",
    "hr",
    "info",
    "invoice",
    "invoices",
    "kontakt",
    "mail",
    "manager",
    "marketing",
    "no-reply",
    "noreply",
    "office",
    "opt",
    "order",
    "orders",
    "poczta",
    "porachki",
    "post",
    "postmaster",
    "purchase",
    "reception",
    "root",
    "sales",
    "schet",
    "sekretariat",
    "service",
    "shop",
    "sklad",
    "sklep",
    "snab",
    "sprzedaz",
    "supply",
    "support",
    "tender",
    "tenders",
    "test",
    "torg",
    "uchet",
    "webmaster",
    "zakaz",
    "zakazy",
    "zakup",
    "zakupki",
    "zamowienia",
    "zayavka",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_every_word_is_found() {
        assert!(FREE_MAIL.is_sorted() && ROLES.is_sorted());
        for (role, domain) in ROLES.iter().zip(FREE_MAIL.iter().rev().cycle()) {
            assert!(is_role_at_free_mail(role.as_bytes(), domain.as_bytes()));
        }
        for (role, domain) in ROLES.iter().cycle().zip(&FREE_MAIL) {
            assert!(is_role_at_free_mail(role.as_bytes(), domain.as_bytes()));
        }
        for (local, domain) in [("infos", "mail.ru"), ("", "mail.ru"), ("info", "mail.xx")] {
            assert!(!is_role_at_free_mail(local.as_bytes(), domain.as_bytes()));
        }
    }
}
