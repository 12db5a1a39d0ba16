import type { Exported } from '../../app/recordings/export-recordings.ts'
import type { RecordingSeen } from '../../app/recordings/find-recordings.ts'
import { rowsInWords } from '../output.ts'

/** A list of recordings for people. */
export function recordingsWords(recordings: readonly RecordingSeen[]): readonly string[] {
  if (recordings.length === 0) return ['Nothing was recorded.']
  const rows = recordings.map(one => [
    `${new Date(one.startedAt).toISOString().slice(0, 19)}Z`,
    clock(one.length),
    one.key ?? `id:${one.contact}`,
    one.phone,
    one.operator ?? '',
    placeOf(one),
  ])
  return rowsInWords([['begun', 'length', 'contact', 'phone', 'operator', 'file'], ...rows])
}

function placeOf({ file, bytes, growing }: RecordingSeen): string {
  if (growing) return `${file} (being written)`
  return bytes === null ? `${file} (not there)` : file
}

/** One recording for programs. */
export function recordingJson({ startedAt, length, ...rest }: RecordingSeen): unknown {
  const lengthSec = length === null ? null : length / 1000
  return { ...rest, startedAt: new Date(startedAt).toISOString(), lengthSec }
}

/** What became of an export. */
export function exportWords({ copied, missing, growing }: Exported, to: string): string {
  const files = copied === 1 ? '1 recording is' : `${copied} recordings are`
  const words = [`${files} in ${to}, with recordings.csv.`]
  const gone = missing === 1 ? '1 was' : `${missing} were`
  if (missing > 0)
    words.push(`${gone} not there any more: the table names ${missing === 1 ? 'it' : 'them'}.`)
  const left = growing === 1 ? '1 is' : `${growing} are`
  if (growing > 0) words.push(`${left} still being written, and left out: export again later.`)
  return words.join(' ')
}

/** `1:02` for 62 s; nothing where it is not known. */
function clock(length: number | null): string {
  if (length === null) return ''
  const seconds = Math.round(length / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
