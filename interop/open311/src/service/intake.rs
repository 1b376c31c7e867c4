//! A posted request becomes a report.

use super::{Open311, Visit, Who};
use crate::address::Endpoint;
use crate::document::Node;
use crate::fault::Fault;
use crate::form::{Fields, Upload};
use crate::model::Receipt;
use crate::report::{self, Posted};
use crate::services::{self, Offered};
use crate::{map, store};
use cases::model::{Alias, Channel};
use cases::service::{CategoryRef, Intake, PlaceInput, Report, Reported, ReporterInput};
use kernel::{Failure, Refusal, RefusalKind};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What the tokens of the test endpoint begin with: they never lead to a number.
const TEST_TOKEN: &str = "test-";

impl Open311 {
    /// Takes a request in. Repeating it with the same `Idempotency-Key`, or with the same number of the client's own
    /// (`attribute[fixmystreet_id]`, `attribute[external_id]`), answers the same number.
    ///
    /// # Errors
    /// `open311.key_required`; all that is wrong with the fields.
    pub async fn post(
        &self,
        visit: &Visit,
        endpoint: Endpoint,
        fields: &Fields,
        files: Vec<Upload>,
        key: Option<String>,
    ) -> Result<Node, Fault> {
        visit.may_post()?;
        let (posted, offered, answers) = self.understand(fields, files)?;
        if endpoint == Endpoint::Test {
            let token = format!("{TEST_TOKEN}{}", visit.ctx.secret());
            return Ok(receipts(Receipt::Pending { token }.node()));
        }
        let external = self.external(visit, &posted);
        if let Some(alias) = &external
            && let Some(known) = self.parts.cases.by_alias(&alias.system, &alias.number).await?
        {
            return Ok(receipts(Receipt::Known { id: known.number, notice: None }.node()));
        }
        let intake = key.map(|raw| intake(visit, raw, fields)).transpose()?;
        let report = report_of(posted, &offered, answers, external);
        let reported = self.parts.cases.report(&visit.ctx, &report, intake).await.map_err(renamed)?;
        self.remember(visit, &reported).await?;
        let number = reported.case.number;
        let receipt = Receipt::Known { id: number.clone(), notice: None }.node();
        if !fields.flag("extensions") {
            return Ok(receipts(receipt));
        }
        let extended = map! {
            "token" => reported.token.as_str(),
            "receipt" => reported.receipt.as_str(),
            "track_url" => format!("{}/track?number={number}", visit.base),
        };
        Ok(receipts(match receipt {
            Node::Map(mut entries) => {
                entries.push(("extended_attributes".into(), extended));
                Node::Map(entries)
            }
            other => other,
        }))
    }

    /// Reads the form against the service it names; all that is wrong is told at once.
    fn understand(
        &self,
        fields: &Fields,
        files: Vec<Upload>,
    ) -> Result<(Posted, Offered, BTreeMap<String, String>), Fault> {
        let offered = fields.one("service_code").map(|code| services::find(&self.offered(), code));
        let mut wrong = vec![];
        if let Some(None) = &offered {
            let given = fields.one("service_code").unwrap_or_default();
            wrong.push(Refusal::invalid("service_code", given, "a code of the service list"));
        }
        let posted = report::read(fields, files).map_err(|more| wrong.extend(more));
        let offered = offered.flatten();
        let answers = offered.as_ref().map_or_else(Default::default, |offer| {
            let answers = report::answers(offer.questions(), fields);
            answers.unwrap_or_else(|more| {
                wrong.extend(more);
                BTreeMap::new()
            })
        });
        match (posted, offered, wrong.is_empty()) {
            (Ok(posted), Some(offered), true) => Ok((posted, offered, answers)),
            _ => Err(Fault::of(wrong)),
        }
    }

    /// The client's own number. A shared client has none: what one of its users calls 1, another does too.
    fn external(&self, visit: &Visit, posted: &Posted) -> Option<Alias> {
        let number = posted.reference.clone().filter(|_| visit.who == Who::Client)?;
        Some(Alias { system: visit.ctx.actor.id.clone(), number })
    }

    /// Keeps who posted it, and the hash of its token.
    async fn remember(&self, visit: &Visit, reported: &Reported) -> Result<(), Failure> {
        let (client, hash) = (visit.ctx.actor.id.clone(), token_hash(&reported.token));
        let (case, now) = (reported.case.clone(), visit.ctx.now);
        self.parts
            .db
            .write(&visit.ctx, move |tx| {
                let (client, hash, case) = (client.clone(), hash.clone(), case.clone());
                Box::pin(async move {
                    store::put_post(tx, &client, &case).await?;
                    Ok(store::put_token(tx, &hash, &case.number, now).await?)
                })
            })
            .await
    }

    /// The number that a token leads to: an empty one for a token of the test endpoint.
    ///
    /// # Errors
    /// `open311.token.not_found`
    pub async fn token(&self, _: &Visit, token: &str) -> Result<Node, Fault> {
        let pending = token.strip_prefix(TEST_TOKEN).is_some_and(|rest| rest.len() == 32);
        let number = match pending {
            true => None,
            false => {
                let mut tx = self.parts.db.read().await.map_err(Failure::from)?;
                let found = store::number_of(&mut tx, &token_hash(token)).await.map_err(Failure::from)?;
                Some(found.ok_or_else(|| Refusal::not_found("open311.token").at("token"))?)
            }
        };
        Ok(receipts(crate::model::token_node(token, number.as_deref())))
    }
}

impl Visit {
    /// Whether this caller may post.
    pub(super) fn may_post(&self) -> Result<(), Refusal> {
        match self.who {
            Who::Nobody => Err(Refusal::new(RefusalKind::Forbidden, "open311.key_required").at("api_key")),
            Who::Client | Who::Shared => Ok(()),
        }
    }
}

fn receipts(node: Node) -> Node {
    Node::List("request", vec![node])
}

fn token_hash(token: &str) -> String {
    Sha256::digest(token).iter().map(|b| format!("{b:02x}")).collect()
}

fn intake(visit: &Visit, raw: String, fields: &Fields) -> Result<Intake, Refusal> {
    let key = web::Key::new(&visit.ctx.actor.id, &raw, &[b"open311", fields.digest().as_bytes()])?;
    Ok(Intake { key, raw })
}

fn report_of(
    posted: Posted,
    offered: &Offered,
    mut attributes: BTreeMap<String, String>,
    external: Option<Alias>,
) -> Report {
    for (n, url) in posted.media.into_iter().enumerate() {
        let key = if n == 0 { "media_url".into() } else { format!("media_url_{}", n + 1) };
        attributes.insert(key, url);
    }
    let (lon, lat) = posted.place.point.unzip();
    Report {
        channel: Channel::Open311,
        text: posted.description,
        category: Some(CategoryRef { pack: offered.pack.pack.id.clone(), code: offered.category.clone() }),
        place: PlaceInput { lon, lat, datum: None, address: posted.place.address, area: posted.place.area },
        reporter: ReporterInput {
            name: posted.contact.name,
            phone: posted.contact.phone,
            email: posted.contact.email,
        },
        attachments: posted.files.into_iter().map(|file| file.id).collect(),
        attributes,
        external,
        ..Report::default()
    }
}

/// A refusal of `cases` names its own fields; the client knows others.
pub(super) fn renamed(failure: Failure) -> Failure {
    let Failure::Refused(mut refusal) = failure else { return failure };
    let names = [
        ("/place/lon", "long"),
        ("/place/lat", "lat"),
        ("/place/address", "address_string"),
        ("/place/area", "address_id"),
        ("/text", "description"),
        ("/reporter/name", "last_name"),
        ("/reporter/phone", "phone"),
        ("/reporter/email", "email"),
        ("/attachments", "media"),
        ("/external", "attribute[external_id]"),
        ("/category/code", "service_code"),
        ("/category/pack", "service_code"),
    ];
    if let Some(field) = &refusal.field
        && let Some((_, ours)) = names.iter().find(|(theirs, _)| theirs == field)
    {
        refusal.field = Some((*ours).to_string());
    }
    Failure::Refused(refusal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_name_the_fields_that_the_client_sent() {
        let field = |name: &str| {
            let failure = renamed(Refusal::invalid(name, "x", "y").into());
            failure.refusal().and_then(|r| r.field.clone()).unwrap()
        };
        assert_eq!(field("/place/area"), "address_id");
        assert_eq!(field("/text"), "description");
        assert_eq!(field("/attributes/x"), "/attributes/x");
    }
}
