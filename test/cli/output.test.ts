import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { plain, rowsInWords } from '../../src/cli/output.ts'
import { carillon, siteFolder, TUESDAY } from './carillon.ts'

const BIN = fileURLToPath(new URL('../../bin/carillon', import.meta.url))

/** Runs a line of bash in which `carillon` is the command. @returns what it says on stdout. */
function bash(cwd: string, line: string): string {
  const script = `carillon() { "$0" "${BIN}" "$@"; }; ${line}`
  const { stdout } = spawnSync('bash', ['-c', script, process.execPath], { cwd, encoding: 'utf8' })
  return stdout
}

describe('text from files of others', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', '\ufffd[31mred\ufffd[0m'],
    ['a\u0000b\u0007c\u007fd\u009be', 'a\ufffdb\ufffdc\ufffdd\ufffde'],
    ['over\rwritten', 'over\ufffdwritten'],
    ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
    ['Дмитрий 🚲', 'Дмитрий 🚲'],
  ])('%j is shown as %j', (text, shown) => {
    expect(plain(text)).toBe(shown)
  })

  it('steers no terminal when a list is imported', async () => {
    const folder = siteFolder()
    const list = join(folder, 'campaigns/demo/contacts.csv')
    const header = readFileSync(list, 'utf8').split('\n')[0]!
    const cells = header.split(',').map(name => (name === 'phone' ? '\u001b[31m12' : ''))
    writeFileSync(join(folder, 'list.csv'), `${header}\n${cells.join(',')}\n`)
    const ran = await carillon(folder, 'lists', 'import', 'campaigns/demo', 'list.csv', '--dry-run')
    expect(ran.stdout).toContain('\ufffd[31m12')
    expect(ran.stdout).not.toContain('\u001b')
  }, 20_000)
})

describe('whoever stops reading', () => {
  const run = `run campaigns/demo --at ${TUESDAY} --db a.db`

  it('is no error of a command whose data they had enough of', () => {
    const folder = siteFolder()
    bash(folder, `carillon ${run} --speed max --duration 30min`)
    for (const command of ['report', 'results', 'explain']) {
      const line = `carillon ${command} campaigns/demo --db a.db 2>err | head -1 >first`
      expect(bash(folder, `${line}; echo "\${PIPESTATUS[0]}"`)).toBe('0\n')
      expect(readFileSync(join(folder, 'first'), 'utf8')).not.toBe('')
      expect(readFileSync(join(folder, 'err'), 'utf8')).toBe('')
    }
  }, 30_000)

  it('does not end a run by not listening to what it tells', () => {
    const folder = siteFolder()
    const line = `carillon ${run} --speed 200 --duration 8min 2>&1 >out | head -1 >first`
    expect(bash(folder, `${line}; echo "\${PIPESTATUS[0]}"`)).toBe('0\n')
    expect(readFileSync(join(folder, 'out'), 'utf8')).toMatch(/^Spring check: 2026-03-03/)
  }, 30_000)
})

it('a database in memory is refused: what is dialed must be on record', async () => {
  const folder = siteFolder()
  for (const db of [':memory:', '']) {
    const ran = await carillon(folder, 'run', 'campaigns/demo', '--db', db)
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain('Name a file: what is dialed must be on record.')
  }
}, 20_000)

describe('rows for people', () => {
  it('have their cells under those of the head', () => {
    expect(
      rowsInWords([
        ['a', 'bcd'],
        ['long', 'e'],
      ]),
    ).toEqual(['a     bcd', 'long  e'])
  })

  it('are a line each, whatever a file has put into a cell', () => {
    const forged = 'K1\n2026-03-03T10:00:02Z\r\u2028\t\u001b[2J'
    const rows = rowsInWords([['contact'], [forged]])
    expect(rows).toHaveLength(2)
    expect(rows[1]).toMatch(/^K1 2026-03-03T10:00:02Z\P{C}*$/u)
  })

  it('may be many', () => {
    const many = Array.from({ length: 200_000 }, (_, n) => [`${n}`, 'x'])
    expect(rowsInWords(many)).toHaveLength(200_000)
  })
})
