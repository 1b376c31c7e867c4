//! Keyset paging, the same for every list.

use serde::Serialize;

/// A page of a list: `{items, next?}`. `next` goes into `?after=` of the following request.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// What is on this page.
    pub items: Vec<T>,
    /// Where the next page begins; missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The largest page.
    pub const MOST: usize = 500;

    /// How many a page holds when `asked` for some: 50 by default.
    pub fn limit(asked: Option<usize>) -> usize {
        asked.unwrap_or(50).clamp(1, Self::MOST)
    }

    /// A page from up to `limit + 1` items; the one too many tells that there is more. `key` is what `after` compares.
    pub fn cut(mut items: Vec<T>, limit: usize, key: impl Fn(&T) -> String) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(key) } else { None };
        Self { items, next }
    }

    /// The same page with other items.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_too_many_tells_that_there_is_more() {
        let page = Page::cut(vec![1, 2, 3], 2, ToString::to_string);
        assert_eq!((page.items, page.next.as_deref()), (vec![1, 2], Some("2")));
        assert_eq!(Page::cut(vec![1, 2], 2, ToString::to_string).next, None);
        assert_eq!(Page::<u8>::limit(Some(0)), 1);
        assert_eq!(Page::<u8>::limit(Some(100_000)), 500);
    }
}
