/** What keeps a text from being XML: tags that do not match, loose characters; none when it is. */
export function flaws(svg: string): string[] {
  const open: string[] = []
  const flaws: string[] = []
  const tag = /<(\/?)([a-zA-Z]\w*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g
  for (const [, closing, name, , itself] of svg.matchAll(tag)) {
    if (itself === '/') continue
    if (closing === '') open.push(name!)
    else if (open.at(-1) === name) open.pop()
    else flaws.push(`</${name}>`)
  }
  const rest = svg.replace(tag, '')
  flaws.push(...[...rest.matchAll(/[<>]/g)].map(([char]) => char))
  const loose = /&(?!(amp|lt|gt|quot);)/g
  flaws.push(...[...svg.matchAll(loose)].map(({ index }) => svg.slice(index, index + 9)))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(svg)) flaws.push('control character')
  return [...flaws, ...open]
}
