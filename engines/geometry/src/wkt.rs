//! Polygons in well-known text (OGC 06-103r4), as tables of open data carry them.

use crate::{Datum, GeometryError, Point, Rings};

impl Rings {
    /// Reads `POLYGON ((…))` or `MULTIPOLYGON (((…)))`, with or without heights and a leading `SRID=…;`, converting
    /// from the datum it is in to WGS-84.
    ///
    /// # Errors
    /// [`GeometryError::NotAnArea`], [`GeometryError::Malformed`], or [`GeometryError::OffEarth`].
    pub fn from_wkt(text: &str, datum: Datum) -> Result<Self, GeometryError> {
        let text = text.trim();
        let text = match text.split_once(';') {
            Some((srid, rest)) if srid.to_ascii_uppercase().starts_with("SRID=") => rest.trim(),
            _ => text,
        };
        let at = text.find('(').unwrap_or(text.len());
        let (word, body) = text.split_at(at);
        let word = word.trim().to_ascii_uppercase();
        let kind = word.split_whitespace().next().unwrap_or_default().trim_end_matches(['Z', 'M']);
        let mut reader = Reader { rest: body, datum };
        let polygons = match kind {
            "POLYGON" => vec![reader.list(Reader::ring)?],
            "MULTIPOLYGON" => reader.list(|r| r.list(Reader::ring))?,
            _ => return Err(GeometryError::NotAnArea { found: word }),
        };
        if reader.rest.trim().is_empty() { Ok(Self(polygons)) } else { Err(reader.stuck()) }
    }
}

struct Reader<'t> {
    rest: &'t str,
    datum: Datum,
}

impl Reader<'_> {
    fn stuck(&self) -> GeometryError {
        let at: String = self.rest.chars().take(20).collect();
        GeometryError::Malformed { why: format!("well-known text stops making sense at {at:?}") }
    }

    fn eat(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start();
        let found = rest.strip_prefix(sign);
        self.rest = found.unwrap_or(rest);
        found.is_some()
    }

    /// `( item, item, … )`
    fn list<T>(
        &mut self,
        item: impl Fn(&mut Self) -> Result<T, GeometryError>,
    ) -> Result<Vec<T>, GeometryError> {
        if !self.eat('(') {
            return Err(self.stuck());
        }
        let mut out = vec![item(self)?];
        while self.eat(',') {
            out.push(item(self)?);
        }
        if self.eat(')') { Ok(out) } else { Err(self.stuck()) }
    }

    fn ring(&mut self) -> Result<Vec<Point>, GeometryError> {
        self.list(Self::point)
    }

    fn point(&mut self) -> Result<Point, GeometryError> {
        let end = self.rest.find([',', ')']).unwrap_or(self.rest.len());
        let (numbers, rest) = self.rest.split_at(end);
        let mut numbers = numbers.split_whitespace().map(str::parse::<f64>);
        let (Some(Ok(lon)), Some(Ok(lat))) = (numbers.next(), numbers.next()) else {
            return Err(self.stuck());
        };
        self.rest = rest;
        Point::checked(lon, lat).map(|p| self.datum.to_wgs84(p))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Rings, GeometryError> {
        Rings::from_wkt(text, Datum::Wgs84)
    }

    #[test]
    fn reads_polygons() {
        let one = read("POLYGON ((0 0, 1 0, 1 1, 0 0), (0.2 0.1, 0.3 0.1, 0.3 0.2, 0.2 0.1))").unwrap();
        assert_eq!((one.0.len(), one.0[0].len(), one.points()), (1, 2, 8));
        let many = read("SRID=4326; multipolygon z(((0 0 5,1 0 5,1 1 5,0 0 5)),((5 5 1,6 5 1,6 6 1,5 5 1)))")
            .unwrap();
        assert_eq!((many.0.len(), many.0[1][0][1]), (2, Point::new(6.0, 5.0)));
    }

    #[test]
    fn refuses_what_is_none() {
        assert!(matches!(read("POINT (1 2)"), Err(GeometryError::NotAnArea { .. })));
        assert!(matches!(read(""), Err(GeometryError::NotAnArea { .. })));
        for bad in ["POLYGON", "POLYGON ((0 0, 1", "POLYGON ((0 0, x 1, 1 1))", "POLYGON ((0 0, 1 1)) and"] {
            assert!(matches!(read(bad), Err(GeometryError::Malformed { .. })), "{bad}");
        }
        assert!(matches!(read("POLYGON ((0 0, 900 1))"), Err(GeometryError::OffEarth { .. })));
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "(MULTI)?POLYGON [()0-9 .,-]{0,40}|\\PC{0,30}") {
            let _ = read(&text);
        }
    }
}
