import { Command, Option } from 'commander'
import { askToAct } from '../../app/control/control-client.ts'
import { CarillonError } from '../../base/errors.ts'
import { EXIT, say, sayJson } from '../output.ts'
import { dbOption, jsonOption } from '../places.ts'

interface Options {
  readonly db: string
  readonly json?: boolean
  readonly as: string
  readonly how: 'listen' | 'whisper' | 'barge' | 'leave'
}

/** `carillon supervise OPERATOR`: a supervisor's phone is called and let into operators' calls. */
export function superviseCommand(finish: (code: number) => void): Command {
  return new Command('supervise')
    .description('listen to an operator, speak to them alone, or to all in their call')
    .argument('<operator>', 'whose calls, by the site file')
    .requiredOption('--as <supervisor>', 'whose phone is called, by the site file')
    .addOption(
      new Option('--how <way>', 'again with another way changes it')
        .choices(['listen', 'whisper', 'barge', 'leave'])
        .default('listen'),
    )
    .addOption(dbOption())
    .addOption(jsonOption())
    .action(async (operator: string, { db, json, as: supervisor, how }: Options) => {
      const way = how === 'leave' ? null : how
      const done = await askToAct(db, { ask: 'supervise', supervisor, operator, way })
      if (done === null) throw new CarillonError('ENGINE_UNREACHABLE', noEngine(db))
      if (json) sayJson({ supervisor, operator, way })
      else if (way === null) say(`${supervisor} leaves.`)
      else
        say(
          `${supervisor} comes to ${operator} (${way}): their phone rings, unless they are there.`,
        )
      finish(EXIT.done)
    })
}

const noEngine = (db: string): string =>
  `No engine runs on ${db}, so there is nobody to supervise. Name its database with --db.`
