//! Hostile variants: whatever a catalogue's HTML holds, no script runs, nothing is fetched from elsewhere and no name is
//! taken over; and what was dropped is named.

use nearside::act::Edits;
use nearside_core::catalogue::Catalogue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::page::{find, fixture, frame, hostile_traces, watch_for_hostility};

/// Markup, and what of it must be named as dropped.
#[rustfmt::skip]
const HOSTILE: &[(&str, &str)] = &[
    // Scripts and handlers.
    ("<script>hit()</script>", "<script>"),
    ("<ScRiPt>hit()</sCrIpT>", "<script>"),
    ("<script src=//evil.test/x.js></script>", "<script>"),
    ("<script type=module>hit()</script>", "<script>"),
    ("<img src=x: onerror=hit()>", "onerror of <img>"),
    ("<img src=x:/onerror=hit() onload=hit()>", "onload of <img>"),
    ("<img/src=x:/onerror=hit()//>", "of <img>"),
    ("<img src=x: onerror\n=\nhit()>", "onerror of <img>"),
    ("<p onclick=hit()>p</p>", "onclick of <p>"),
    ("<p ONMOUSEOVER=hit()>p</p>", "onmouseover of <p>"),
    ("<details open ontoggle=hit()>d</details>", "ontoggle of <details>"),
    ("<a autofocus tabindex=0 onfocus=hit()>a</a>", "onfocus of <a>"),
    ("<p style='animation:x' onanimationstart=hit()>p</p>", "onanimationstart of <p>"),
    ("<body onload=hit()>", ""),
    ("<video src=x: onerror=hit()></video>", "<video>"),
    ("<video><source onerror=hit()></video>", "<video>"),
    ("<audio src=x: onerror=hit()></audio>", "<audio>"),
    ("<marquee onstart=hit()>m</marquee>", "<marquee>"),
    ("<input autofocus onfocus=hit()>", "<input>"),
    ("<select autofocus onfocus=hit()></select>", "<select>"),
    ("<textarea autofocus onfocus=hit()></textarea>", "<textarea>"),
    ("<x-any onclick=hit()>x</x-any>", "<x-any>"),
    // Addresses.
    ("<a href=javascript:hit()>a</a>", "href=\"javascript:hit()\" of <a>"),
    ("<a href=' JaVaScRiPt:hit()'>a</a>", "of <a>"),
    ("<a href='java\tscript:hit()'>a</a>", "of <a>"),
    ("<a href='java&#10;script:hit()'>a</a>", "of <a>"),
    ("<a href='&#106;avascript:hit()'>a</a>", "of <a>"),
    ("<a href='&#x01;javascript:hit()'>a</a>", "of <a>"),
    ("<a href='vbscript:hit()'>a</a>", "of <a>"),
    ("<a href='data:text/html,<script>hit()</script>'>a</a>", "of <a>"),
    ("<a href='blob:x'>a</a>", "of <a>"),
    ("<img src=data:image/svg+xml,x>", "of <img>"),
    ("<img src=http://evil.test/x.png>", "of <img>"),
    ("<blockquote cite=javascript:hit()>q</blockquote>", "of <blockquote>"),
    ("<img srcset='http://evil.test/x.png 1x'>", "srcset of <img>"),
    ("<p background=http://evil.test/x>p</p>", "background of <p>"),
    ("<a href=/a ping=http://evil.test/x>a</a>", "ping of <a>"),
    ("<a href=/a target=_blank>a</a>", "target of <a>"),
    // Documents and programs within.
    ("<iframe src=javascript:parent.hit()></iframe>", "<iframe>"),
    ("<iframe srcdoc='<script>parent.hit()</script>'></iframe>", "<iframe>"),
    ("<object data=javascript:hit()></object>", "<object>"),
    ("<embed src=javascript:hit()>", "<embed>"),
    ("<frameset onload=hit()></frameset>", ""),
    ("<base href=http://evil.test/>", "<base>"),
    ("<link rel=stylesheet href=http://evil.test/x.css>", "<link>"),
    ("<meta http-equiv=refresh content='0;url=javascript:hit()'>", "<meta>"),
    ("<template><script>hit()</script></template>", "<template>"),
    ("<template shadowrootmode=open><script>hit()</script></template>", ""),
    // Forms.
    ("<form action=javascript:hit()><button>b</button></form>", "<form>"),
    ("<button formaction=javascript:hit()>b</button>", "<button>"),
    ("<form id=steal><p>p</p></form>", "<form>"),
    // SVG and MathML.
    ("<svg onload=hit()></svg>", "<svg>"),
    ("<svg><script>hit()</script></svg>", "<svg>"),
    ("<svg><a xlink:href=javascript:hit()><text>t</text></a></svg>", "<svg>"),
    ("<svg><animate attributeName=href values=javascript:hit() /></svg>", "<animate>"),
    ("<svg><use href='data:image/svg+xml,<svg/>'></use></svg>", "<use>"),
    ("<svg><foreignObject><iframe onload=hit()></iframe></foreignObject></svg>", "<foreignObject>"),
    ("<math><mtext><a href=javascript:hit()>a</a></mtext></math>", "<math>"),
    ("<math><maction actiontype=statusline href=javascript:hit()>m</maction></math>", "<maction>"),
    // Markup that parses anew as something else.
    ("<noscript><p title=\"</noscript><img src=x: onerror=hit()>\"></noscript>", "<noscript>"),
    ("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x: onerror=hit()&gt;\">", "<math>"),
    ("<svg></p><style><a id=\"</style><img src=x: onerror=hit()>\">", "<svg>"),
    ("<form><math><mtext></form><form><mglyph><style></math><img src=x: onerror=hit()>", "<form>"),
    ("<!--><img src=x: onerror=hit()>-->", "onerror of <img>"),
    ("<![CDATA[<img src=x: onerror=hit()>]]>", ""),
    ("<xmp><p title=\"</xmp><img src=x: onerror=hit()>\"></xmp>", "<xmp>"),
    ("<<p>script>hit()<</p>/script>", ""),
    ("<p title='\"><script>hit()</script>'>p</p>", ""),
    // Names.
    ("<a id=hostileName>a</a><a id=hostileName name=x>b</a>", "id of <a>"),
    ("<img name=cookie>", "name of <img>"),
    ("<p id=body>p</p>", "id of <p>"),
    ("<p data-nearside-slot=own>p</p>", "data-nearside-slot of <p>"),
    // Styles.
    ("<style>@import 'http://evil.test/x.css'</style>", "<style>"),
    ("<style>p[title^=a]{background:url(http://evil.test/a)}</style><p title=a>p</p>", "<style>"),
    ("<p style='background:url(http://evil.test/x)'>p</p>", "style of <p>"),
    ("<p style='position:fixed;inset:0'>p</p>", "style of <p>"),
    ("<link rel=prefetch href=http://evil.test/x>", "<link>"),
    ("<link rel=dns-prefetch href=//evil.test>", "<link>"),
];

const LEFT: &str = "script,style,link,meta,base,iframe,object,embed,form,input,button,svg,math,template,noscript,\
    [id]:not(#slot),[name],[style],[srcset],[ping],[target],[data-nearside-slot],[href^='javascript' i],[src^='data:']";

fn show(html: &str) -> (Element, Edits, Vec<String>) {
    let json = serde_json::json!({"version": 1, "slots": [{"name": "s", "variants": [
        {"name": "v", "edits": [{"action": "set", "attribute": "html", "value": html}]}
    ]}]});
    let edit = Catalogue::parse(&json.to_string()).unwrap().slots.remove(0).edits.remove(0).remove(0);
    fixture(r#"<div id="slot"></div>"#);
    let slot = find("#slot");
    let mut edits = Edits::new(slot.clone(), std::rc::Rc::new(|_| None), &js_sys::Map::new());
    edits.apply(&edit).unwrap();
    let dropped = edits.take_dropped();
    (slot, edits, dropped)
}

#[wasm_bindgen_test]
async fn nothing_hostile_survives_and_what_is_dropped_is_named() {
    assert!(HOSTILE.len() >= 60);
    watch_for_hostility();
    let mut unsaid = Vec::new();
    for (html, named) in HOSTILE {
        let (slot, _edits, dropped) = show(html);
        let left = slot.inner_html();
        assert!(slot.query_selector(LEFT).unwrap().is_none(), "{html} left {left}");
        let said = named.is_empty() || dropped.iter().any(|drop| drop.contains(named));
        if !said {
            unsaid.push(format!("{html}: {named} is not among {dropped:?}"));
        }
        let elements = slot.query_selector_all("*").unwrap();
        for at in 0..elements.length() {
            let element: Element = wasm_bindgen::JsCast::unchecked_into(elements.item(at).unwrap());
            let names = element.get_attribute_names();
            assert!(
                !names.iter().any(|name| name.as_string().unwrap().starts_with("on")),
                "{html} left {left}"
            );
        }
        frame().await;
    }
    assert_eq!((hostile_traces(), unsaid), (Vec::new(), Vec::<String>::new()));
}

#[wasm_bindgen_test]
fn what_is_good_passes_untouched() {
    let html = r#"<h2 class="big" lang="en">A <em>good</em> day</h2><ul><li><a href="/a?b=c#d" rel="next">a</a></li><li><a href="https://example.org/">b</a></li></ul><img alt="i" src="/favicon.ico" width="1"><table><tbody><tr><td colspan="2">t</td></tr></tbody></table>"#;
    let (slot, _edits, dropped) = show(html);
    assert_eq!(slot.inner_html(), html);
    assert_eq!(dropped, Vec::<String>::new());
}
