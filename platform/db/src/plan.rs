//! What the database would do for a statement whose values are not known yet: for the test of all plans.

use crate::{DbError, Sql, Tx};

impl Tx {
    /// The plan of a statement for any values, a step a line. SQLite plans so anyway; PostgreSQL is asked for its
    /// generic plan, with a page for a limit that is a value.
    pub async fn plan(&mut self, sql: &Sql) -> Result<String, DbError> {
        if self.is_sqlite() {
            return self.explain(sql, vec![]).await;
        }
        let (text, values) = with_a_page(&sql.text);
        self.script(sql.name, "SET LOCAL plan_cache_mode = force_generic_plan").await?;
        self.script(sql.name, &format!("PREPARE jingwei_plan AS {text}")).await?;
        let nulls = vec!["NULL"; values].join(", ");
        let list = if values == 0 { String::new() } else { format!("({nulls})") };
        let plan =
            self.explain(&Sql::composed(sql.name, format!("EXECUTE jingwei_plan{list}")), vec![]).await;
        self.script(sql.name, "DEALLOCATE jingwei_plan").await?;
        plan
    }
}

/// `LIMIT $n` of the last value as `LIMIT 50`, and how many values are left.
fn with_a_page(text: &str) -> (String, usize) {
    let numbers = text.split('$').skip(1);
    let numbers = numbers.filter_map(|rest| {
        rest.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse::<usize>().ok())
    });
    let numbers: Vec<usize> = numbers.collect();
    let most = numbers.iter().copied().max().unwrap_or(0);
    let limit = format!("LIMIT ${most}");
    if numbers.iter().filter(|n| **n == most).count() == 1 && text.contains(&limit) {
        return (text.replace(&limit, "LIMIT 50"), most - 1);
    }
    (text.to_owned(), most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_that_is_a_value_is_a_page() {
        assert_eq!(
            with_a_page("SELECT 1 WHERE $1 = $2 LIMIT $3"),
            ("SELECT 1 WHERE $1 = $2 LIMIT 50".into(), 2)
        );
        assert_eq!(with_a_page("SELECT $1, $1 LIMIT 5"), ("SELECT $1, $1 LIMIT 5".into(), 1));
        assert_eq!(with_a_page("SELECT $2 LIMIT $1"), ("SELECT $2 LIMIT $1".into(), 2));
        assert_eq!(with_a_page("SELECT 1"), ("SELECT 1".into(), 0));
    }
}
