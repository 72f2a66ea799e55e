import { Alert, Button, Text } from '@mantine/core'
import { useMay } from '../../platform/session.ts'
import { t, tn } from '../../strings/t.ts'
import type { ConversationsOfCrisis } from './answers.ts'

type Shown = { untold: NonNullable<ConversationsOfCrisis['untold']>; tell: () => void }

/** Whom nobody has told that it works again, and the press that shows what they would read. */
export function Untold({ untold: { conversations, waiting, despite }, tell }: Shown) {
  const mayAnswer = useMay('answer-all')
  return (
    <Alert color="amber" title={tn('answers.untold', conversations)}>
      <Text size="sm">{t(waiting ? 'answers.untoldWaiting' : 'answers.untoldText')}</Text>
      {despite.length > 0 && <Text size="sm">{t('answers.untoldDespite', { what: despite.join(', ') })}</Text>}
      {!waiting && (
        <Button mt="xs" onClick={tell} disabled={!mayAnswer}>
          {t('answers.tellRestored')}
        </Button>
      )}
    </Alert>
  )
}
