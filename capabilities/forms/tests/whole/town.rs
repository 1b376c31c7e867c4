//! The small city of the cases' stories, with forms.

use crate::common::Story;
use blobs::Upload;
use bytes::Bytes;
use forms::model::published::{PublishedForm, PublishedKind, Publishing};
use forms::model::submission::{Incoming, Received};
use forms::{Forms, Parts};
use kernel::{Ctx, Failure, Text};
use register::{Register, Settings};

pub struct Town {
    pub story: Story,
    pub forms: Forms,
}

/// A form with a question, a photo and a signature.
pub fn xform(id: &str, version: &str, title: &str) -> String {
    let book = format!(
        "| survey | | | |\n| | type | name | label |\n| | text | who | {title} |\n| | image | front | 照片 |\n| | image | sign | 签名 |\n\
         | settings | | | |\n| | form_id | version | name |\n| | {id} | {version} | data |\n"
    );
    form_engine::convert(book.as_bytes(), "x.md").unwrap().xform
}

/// A filled one.
pub fn filled(form: &str, version: &str, instance: &str, who: &str, front: &str) -> String {
    format!(
        "<?xml version='1.0' ?><data id=\"{form}\" version=\"{version}\" xmlns:orx=\"http://openrosa.org/xforms\"><who>{who}</who>\
         <front>{front}</front><sign/><orx:meta><orx:instanceID>{instance}</orx:instanceID></orx:meta></data>"
    )
}

/// The same as a correction of another one.
pub fn corrected(xml: &str, old: &str) -> String {
    xml.replace("</orx:meta>", &format!("<orx:deprecatedID>{old}</orx:deprecatedID></orx:meta>"))
}

impl Town {
    pub async fn new(test: testkit::TestDb) -> Self {
        let story = Box::pin(Story::new(test)).await;
        let register = Register::new(register::Parts {
            db: story.test.db.clone(),
            env: story.test.env.clone(),
            vault: story.vault.clone(),
            grid: story.grid.clone(),
            directory: story.identity.clone(),
            library: story.packs.clone(),
            settings: Settings::default(),
        })
        .unwrap();
        let forms = Forms::new(Parts {
            db: story.test.db.clone(),
            env: story.test.env.clone(),
            vault: story.vault.clone(),
            blobs: story.blobs.clone(),
            grid: story.grid.clone(),
            directory: story.identity.clone(),
            staff: story.identity.clone(),
            library: story.packs.clone(),
            cases: story.cases.clone(),
            register,
        });
        Self { story, forms }
    }

    pub async fn who(&self, login: &str) -> Ctx {
        self.story.who(login).await
    }

    pub fn publishing(&self, form: &str, version: &str, title: &str, area: &str) -> Publishing {
        Publishing {
            form_id: form.into(),
            version: version.into(),
            title: Text::new(title, title),
            xform: xform(form, version, title),
            kind: PublishedKind::Own,
            area_path: Some(area.into()),
            unit: Some("office".into()),
            media: vec![],
            listed: true,
        }
    }

    pub async fn publish(&self, form: &str, version: &str, area: &str) -> PublishedForm {
        let new = self.publishing(form, version, "姓名", area);
        Box::pin(self.forms.publish(&self.story.test.system(), new)).await.unwrap()
    }

    pub async fn file(&self, bytes: &[u8]) -> Upload {
        let piece = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::copy_from_slice(bytes))]);
        Box::pin(self.story.blobs.store_any(&self.story.nobody(), piece)).await.unwrap()
    }

    pub async fn send(
        &self,
        login: &str,
        xml: &str,
        files: Vec<(String, Upload)>,
    ) -> Result<Received, Failure> {
        let mut incoming = Incoming::read(Bytes::copy_from_slice(xml.as_bytes()), || "uuid:minted".into())?;
        incoming.files = files;
        Box::pin(self.forms.receive(&self.who(login).await, incoming)).await
    }

    pub async fn refused(&self, login: &str, xml: &str) -> String {
        match self.send(login, xml, vec![]).await {
            Err(Failure::Refused(refusal)) => refusal.code,
            other => panic!("{other:?}"),
        }
    }

    /// The facts of a stream: action and data.
    pub async fn facts(&self, county: &str, stream: &str) -> Vec<(String, serde_json::Value)> {
        let mut tx = self.story.test.db.read().await.unwrap();
        let facts = ledger::facts_of_stream(&mut tx, county, stream).await.unwrap();
        facts.into_iter().map(|f| (f.action, serde_json::from_str(&f.data).unwrap())).collect()
    }
}
