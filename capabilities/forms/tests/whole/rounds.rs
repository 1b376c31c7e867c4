//! A module comes into force where hundreds of subjects are: Today carries each day's share of them, not all at once.

use crate::visits::Street;
use forms::model::visit::{VisitRow, VisitState};
use forms::service::visits::VisitQuery;
use kernel::Timestamp;
use std::collections::BTreeSet;

async fn today(street: &Street) -> Vec<VisitRow> {
    listed(street, None).await
}

async fn listed(street: &Street, everything: Option<bool>) -> Vec<VisitRow> {
    let (mut all, mut after) = (vec![], None);
    loop {
        let q = VisitQuery { after, limit: Some(7), all: everything, ..VisitQuery::default() };
        let page = Box::pin(street.forms.visits(&street.who("gwen").await, &q)).await.unwrap();
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

fn due(rows: &[VisitRow]) -> BTreeSet<String> {
    rows.iter().filter(|v| v.state == VisitState::Due).map(|v| v.id.clone()).collect()
}

testkit::both!(a_day_carries_its_share_of_a_round, |test| async move {
    let street = Street::new(test).await;
    // a street of let homes beside the two of the grid; in the list they stand in no order of a walk
    let numbers = (0..300).map(|n| n * 7 % 300);
    let homes: String = numbers.map(|n| format!("r{n},R-{n},长街{n}号,2,G1\n")).collect();
    street.take("dwelling", street.homes(), &format!("no,number,address,use,grid\n{homes}")).await;
    street.admit().await;
    let first = today(&street).await;
    assert_eq!(due(&first).len(), 20, "a tour, not the whole street");
    assert!(first.iter().all(|v| !v.late && v.today));
    // who asks for everything sees the rest too, told apart
    let everything = listed(&street, Some(true)).await;
    assert!(due(&everything).len() > 290, "{}", everything.len());
    let carried = everything.into_iter().filter(|v| v.today).collect::<Vec<_>>();
    assert_eq!(due(&carried), due(&first));
    // near ones together: neighbours by number
    let mut doors: Vec<usize> = first
        .iter()
        .filter_map(|v| v.subject.label.strip_prefix("长街")?.strip_suffix('号')?.parse().ok())
        .collect();
    doors.sort_unstable();
    let (low, high) = (doors[0], doors[doors.len() - 1]);
    assert!(high - low < 25, "{doors:?}");

    // what was visited counts as the day's share; what is not carried today can be visited all the same
    let gone: Vec<&VisitRow> = first.iter().take(3).collect();
    for (at, row) in gone.iter().enumerate() {
        let visit = Box::pin(street.forms.visit(&street.who("gwen").await, &row.id)).await.unwrap();
        let (form, version) = (&visit.form.form_id, &visit.form.version);
        let xml = format!(
            "<data id=\"{form}\" version=\"{version}\"><s_checks><rental_safety__wires>no</rental_safety__wires></s_checks><meta><instanceID>uuid:r{at}</instanceID></meta></data>"
        );
        street.submit(&row.id, &xml).await;
    }
    street.follow().await;
    let left = due(&today(&street).await);
    assert_eq!(left.len(), 17);
    assert!(left.is_subset(&due(&first)), "the day's work ends");
    // behind the three homes and the three people of the street
    let other = (7..=306).map(|n| format!("K1-{n}")).find(|id| !due(&first).contains(id)).unwrap();
    assert!(Box::pin(street.forms.visit(&street.who("gwen").await, &other)).await.is_ok());

    // nobody goes for weeks: the days that are left carry more, and no day more than its bound; then late ones come first
    street.story.test.env.advance(84 * Timestamp::DAY);
    assert_eq!(due(&today(&street).await).len(), 40);
    street.story.test.env.advance(10 * Timestamp::DAY);
    let late = today(&street).await;
    assert!(due(&late).len() == 40 && late.iter().all(|v| v.late), "{}", late.len());
});
