//! JSON → the tree, for operators.
//!
//! Name and operand → [`Operator`], with the operand made ready to compare. An operand of which an SDK makes
//! nothing is an error here in both modes; one that it takes but that can only be a mistake (`$gt` of a list) is
//! an error in strict mode only.

use serde_json::Value;

use super::compare::{Order, Primitive};
use super::parse::{Parser, holds_operators, is_scalar, shape, unknown};
use super::pattern::Pattern;
use super::pointer::Pointer;
use super::tree::{Kind, Operator, Test};
use super::{ConditionError, coerce, version};

type Parsed = Result<Operator, ConditionError>;

impl Parser {
    /// One operator of a test.
    pub(super) fn operator(&self, name: &str, json: &Value, at: Pointer<'_>) -> Parsed {
        match name {
            "$eq" => self.equal(json, at),
            "$ne" => self.equal(json, at).map(not),
            "$lt" => self.order(Order::Less, json, at),
            "$lte" => self.order(Order::LessOrSame, json, at),
            "$gt" => self.order(Order::Greater, json, at),
            "$gte" => self.order(Order::GreaterOrSame, json, at),
            "$veq" => self.version(Order::Same, json, at),
            "$vne" => self.version(Order::Same, json, at).map(not),
            "$vlt" => self.version(Order::Less, json, at),
            "$vlte" => self.version(Order::LessOrSame, json, at),
            "$vgt" => self.version(Order::Greater, json, at),
            "$vgte" => self.version(Order::GreaterOrSame, json, at),
            "$in" => self.scalars(json, at).map(Operator::OneOf),
            "$nin" => self.scalars(json, at).map(Operator::OneOf).map(not),
            "$ini" => self.scalars(json, at).map(folded),
            "$nini" => self.scalars(json, at).map(folded).map(not),
            "$inGroup" => self.group(true, json, at),
            "$notInGroup" => self.group(false, json, at),
            "$all" => self.tests(json, at).map(Operator::Contains),
            "$alli" => self.tests(json, at).map(folded_tests),
            "$elemMatch" => self.element(json, at),
            "$size" => self.size(json, at),
            "$regex" => pattern(json, false, at),
            "$regexi" => pattern(json, true, at),
            "$notRegex" => pattern(json, false, at).map(not),
            "$notRegexi" => pattern(json, true, at).map(not),
            "$exists" => self.exists(json, at),
            "$type" => kind(json, at),
            "$not" => self.test(json, at).map(Operator::Not),
            _ => Err(unknown(name, at)),
        }
    }

    fn equal(&self, json: &Value, at: Pointer<'_>) -> Parsed {
        self.demand(is_scalar(json), || shape(at, "text, a number, a boolean or null"))?;
        Ok(Operator::Equal(json.clone()))
    }

    fn order(&self, order: Order, json: &Value, at: Pointer<'_>) -> Parsed {
        self.demand(json.is_number() || json.is_string(), || shape(at, "a number or text"))?;
        Ok(Operator::Order(order, Primitive::of(json).into_owned()))
    }

    fn version(&self, order: Order, json: &Value, at: Pointer<'_>) -> Parsed {
        self.demand(json.is_string(), || shape(at, "a version, as text"))?;
        Ok(Operator::Version(order, version::padded(json)))
    }

    fn scalars(&self, json: &Value, at: Pointer<'_>) -> Result<Vec<Value>, ConditionError> {
        let list = list(json, at)?;
        for (index, item) in list.iter().enumerate() {
            let at = Pointer::Index(&at, index);
            self.demand(is_scalar(item), || shape(at, "text, a number, a boolean or null"))?;
        }
        Ok(list.clone())
    }

    fn group(&self, member: bool, json: &Value, at: Pointer<'_>) -> Parsed {
        self.demand(json.is_string(), || shape(at, "the id of a saved group"))?;
        Ok(Operator::Group { id: coerce::text(json).into_owned(), member })
    }

    fn tests(&self, json: &Value, at: Pointer<'_>) -> Result<Vec<Test>, ConditionError> {
        let test = |(index, json)| self.test(json, Pointer::Index(&at, index));
        list(json, at)?.iter().enumerate().map(test).collect()
    }

    fn element(&self, json: &Value, at: Pointer<'_>) -> Parsed {
        match json {
            Value::Object(object) if holds_operators(object) => self.every(object, at).map(Operator::Element),
            _ => self.clause(json, at).map(Operator::ElementClause),
        }
    }

    fn size(&self, json: &Value, at: Pointer<'_>) -> Parsed {
        let sensible = json.is_number() || json.as_object().is_some_and(holds_operators);
        self.demand(sensible, || shape(at, "a number or operators"))?;
        self.test(json, at).map(Operator::Size)
    }

    fn exists(&self, json: &Value, at: Pointer<'_>) -> Parsed {
        self.demand(json.is_boolean(), || shape(at, "a boolean"))?;
        Ok(Operator::Exists(coerce::truthy(json)))
    }
}

fn not(operator: Operator) -> Operator {
    Operator::Not(Test::Every(vec![operator]))
}

fn folded(list: Vec<Value>) -> Operator {
    let fold = |item| match item {
        Value::String(text) => Value::String(text.to_lowercase()),
        other => other,
    };
    Operator::OneOfFolded(list.into_iter().map(fold).collect())
}

/// Only text that stands in the list itself is folded; operators in it keep their own rules.
fn folded_tests(tests: Vec<Test>) -> Operator {
    let fold = |test| match test {
        Test::Text(text) => Test::Folded(text.to_lowercase()),
        other => other,
    };
    Operator::Contains(tests.into_iter().map(fold).collect())
}

fn pattern(json: &Value, ignore_case: bool, at: Pointer<'_>) -> Parsed {
    let source = json.as_str().ok_or_else(|| shape(at, "a regular expression, as text"))?;
    let refused = |reason| ConditionError::Pattern { at: at.text(), reason };
    Pattern::compile(source, ignore_case).map(Operator::Pattern).map_err(refused)
}

fn kind(json: &Value, at: Pointer<'_>) -> Parsed {
    let kind = json.as_str().and_then(Kind::named);
    kind.map(Operator::Type)
        .ok_or_else(|| shape(at, "`null`, `boolean`, `number`, `string`, `array` or `object`"))
}

fn list<'a>(json: &'a Value, at: Pointer<'_>) -> Result<&'a Vec<Value>, ConditionError> {
    json.as_array().ok_or_else(|| shape(at, "a list"))
}
