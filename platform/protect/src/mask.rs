//! What is shown instead of a personal value.

/// What kind of value is masked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// 张三丰 → 张**
    Name,
    /// 13812345678 → 138****5678
    Phone,
    /// li.lei@example.com → l***@example.com
    Email,
    /// Anything else: nothing of it.
    Other,
}

/// Masks a value so that its owner may recognise it and nobody else learn it.
pub fn mask(shape: Shape, value: &str) -> String {
    let chars: Vec<char> = value.chars().collect();
    match shape {
        Shape::Name if chars.len() > 1 => format!("{}{}", chars[0], "*".repeat((chars.len() - 1).min(2))),
        Shape::Phone if chars.len() >= 8 => {
            let head: String = chars[..3].iter().collect();
            let tail: String = chars[chars.len() - 4..].iter().collect();
            format!("{head}****{tail}")
        }
        Shape::Email => match value.split_once('@') {
            Some((local, host)) => format!("{}***@{host}", local.chars().next().unwrap_or('*')),
            None => "***".into(),
        },
        _ => "***".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enough_to_recognise_and_no_more() {
        assert_eq!(mask(Shape::Name, "张三丰"), "张**");
        assert_eq!(mask(Shape::Name, "张"), "***");
        assert_eq!(mask(Shape::Phone, "13812345678"), "138****5678");
        assert_eq!(mask(Shape::Phone, "12345"), "***");
        assert_eq!(mask(Shape::Email, "li.lei@example.com"), "l***@example.com");
        assert_eq!(mask(Shape::Other, "anything"), "***");
    }
}
