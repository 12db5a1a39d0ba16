/**
 * What is said of phones is for a log once: of each, and of what is wrong with it. How often it
 * happened may go on changing.
 *
 * @returns those that a log does not have yet.
 */
export function toldOnce(): (sentences: readonly string[]) => readonly string[] {
  const told = new Set<string>()
  return sentences =>
    sentences.filter(sentence => {
      const [about = sentence] = sentence.split(',', 1)
      const isNew = !told.has(about)
      told.add(about)
      return isNew
    })
}
