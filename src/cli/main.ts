import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { benchCommand } from './commands/bench.ts'
import { campaignCommand } from './commands/campaign.ts'
import { cardsCommand } from './commands/cards.ts'
import { checkCommand } from './commands/check.ts'
import { explainCommand } from './commands/explain.ts'
import { listsCommand } from './commands/lists.ts'
import { replayCommand } from './commands/replay.ts'
import { reportCommand } from './commands/report.ts'
import { resultsCommand } from './commands/results.ts'
import { runCommand } from './commands/run.ts'
import { simulateCommand } from './commands/simulate.ts'
import { tuneCommand } from './commands/tune.ts'
import { deskCommand } from './desk/desk.ts'
import { superviseCommand } from './desk/supervise.ts'
import { doctorCommand } from './doctor/doctor.ts'
import { EXIT, report } from './output.ts'
import { recordingsCommand } from './recordings/recordings.ts'
import { serversCommand } from './servers/servers.ts'

/** As package.json says. */
const VERSION: string = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).version

/**
 * The command line. Data goes to stdout, everything else to stderr.
 *
 * @param args without the program's name.
 * @returns the exit code: 0 done, 1 failed, 2 wrongly called, 3 not ready.
 */
export async function main(args: readonly string[]): Promise<number> {
  let code: number = EXIT.done
  const finish = (result: number): void => {
    code = result
  }
  outliveReaders()
  const program = new Command('carillon')
    .description('A predictive and progressive outbound dialer engine.')
    .version(VERSION)
    .helpCommand(false)
    .configureHelp({ sortSubcommands: false })
    .showHelpAfterError('Add --help to see what there is.')
    .exitOverride()
  for (const command of [
    runCommand,
    checkCommand,
    doctorCommand,
    explainCommand,
    campaignCommand,
    cardsCommand,
    deskCommand,
    superviseCommand,
    serversCommand,
    reportCommand,
    resultsCommand,
    recordingsCommand,
    listsCommand,
    simulateCommand,
    replayCommand,
    tuneCommand,
    benchCommand,
  ]) {
    program.addCommand(command(finish))
  }
  for (const command of program.commands) inherit(command)
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    return report(error)
  }
}

/**
 * Whoever reads our output may stop reading, as `head` does: that is no error of ours. Data that
 * nobody reads need not be made; what was only told goes unheard, and the work goes on.
 */
function outliveReaders(): void {
  const gone = (error: NodeJS.ErrnoException, then: () => void): void => {
    if (error.code !== 'EPIPE') throw error
    then()
  }
  process.stdout.on('error', error => gone(error, () => process.exit(EXIT.done)))
  process.stderr.on('error', error => gone(error, () => {}))
}

/** Makes a subcommand throw where commander would end the process, so that there is one way out. */
function inherit(command: Command): void {
  command.exitOverride().showHelpAfterError('Add --help to see what there is.')
  for (const inner of command.commands) inherit(inner)
}
