// What stands at the edges of every printed sheet: the browser's own header and footer know nothing of it.
const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replace(/[\n\r]+/g, ' ')}"`

export interface PaperEdges {
  /** Company and licence. */
  topLeft: string
  /** Which report, of which period. */
  topRight: string
  /** Made at, by whom. */
  bottomLeft: string
  page: string
  of: string
  pages: string
}

/** A4 lying, with the number of the page and of all pages at the foot. */
export function paperRule(edges: PaperEdges): string {
  const small = 'font: 7.5pt "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #333;'
  return `@page {
    size: A4 landscape; margin: 15mm 10mm 13mm;
    @top-left { content: ${quoted(edges.topLeft)}; ${small} }
    @top-right { content: ${quoted(edges.topRight)}; ${small} }
    @bottom-left { content: ${quoted(edges.bottomLeft)}; ${small} }
    @bottom-right { content: ${quoted(`${edges.page} `)} counter(page) ${quoted(` ${edges.pages} ${edges.of} `)} counter(pages) ${quoted(` ${edges.pages}`)}; ${small} }
  }`
}

/** Holds the rule for as long as the page is open; says how to change it and how to take it away. */
export function paperSheet(): { set: (rule: string) => void; drop: () => void } {
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  return {
    set: (rule) => sheet.replaceSync(rule),
    drop: () => (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet)),
  }
}
