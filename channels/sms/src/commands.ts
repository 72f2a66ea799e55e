// What somebody asks for with a single word: to be left alone, to hear again, or to be told who writes.
const words: Record<'stop' | 'start' | 'help', Set<string>> = {
  stop: new Set(
    'STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT REMOVE ARRET ARRETE ARRETER ARRETT STOPP STOPPEN ABMELDEN AFMELDEN BAJA CANCELAR PARAR SAIR'.split(
      ' ',
    ),
  ),
  start: new Set('START YES UNSTOP'.split(' ')),
  help: new Set('HELP INFO HILFE AIDE AYUDA AJUDA HULP HJELP'.split(' ')),
}

/**
 * The command, where the whole text is one: in any case, with or without accents, whatever spaces and punctuation stand around it (“Stop!”, “ARRÊT”, “stop all”).
 * “Please stop the water” is none: it is for a person to read.
 */
export function commandOf(text: string): 'stop' | 'start' | 'help' | undefined {
  if (text.length > 60) return undefined
  const word = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replace(/[\s-]+/g, '')
    .toUpperCase()
  return (['stop', 'start', 'help'] as const).find((command) => words[command].has(word))
}
