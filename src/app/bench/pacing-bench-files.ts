import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CarillonError } from '../../base/errors.ts'
import type { World } from '../../sim/world/world.ts'
import { readWorld } from '../days/read-world.ts'

const BENCH = new URL('../../../bench/', import.meta.url)
const WORLDS = new URL('worlds/', BENCH)
const README = new URL('README.md', BENCH)

/** Where the best settings in hindsight are kept. */
export const HINDSIGHT_FILE = fileURLToPath(new URL('pacing/hindsight.json', BENCH))

/**
 * The worlds of the bench by their names, or any by their files; all of the bench where none is
 * named.
 *
 * @throws CarillonError as `readWorld`; USAGE for a name that is not there.
 */
export function benchWorlds(names: readonly string[] | undefined): World[] {
  const there = readdirSync(WORLDS)
    .filter(file => file.endsWith('.yaml'))
    .map(file => file.slice(0, -'.yaml'.length))
    .sort()
  return (names ?? there).map(name => {
    if (there.includes(name)) return readWorld(fileURLToPath(new URL(`${name}.yaml`, WORLDS)))
    if (/[./]/.test(name)) return readWorld(name)
    throw new CarillonError(
      'USAGE',
      `There is no world "${name}". Take ${there.join(', ')}, or the path of a world file.`,
    )
  })
}

const [BEGIN, END] = ['<!-- bench:pacing -->', '<!-- end of bench:pacing -->']

/** Puts a text between the markers of the README of the bench. */
export function writeBenchReadme(text: string): void {
  const readme = readFileSync(README, 'utf8')
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)]
  if (begin < 0 || end < begin) {
    throw new CarillonError(
      'NOT_FOUND',
      `bench/README.md has no place for the table. Put the lines "${BEGIN}" and "${END}" where it belongs.`,
    )
  }
  const before = readme.slice(0, begin + BEGIN.length)
  writeFileSync(README, `${before}\n${text}\n${readme.slice(end)}`)
}
