import { Button, Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { type Answers, plainAnswers } from './declare.ts'
import { crisisKey, crisisPath, touched } from './keys.ts'
import { useRoom } from './room.ts'
import { answerIn } from './PlaybookQuestions.tsx'
import { Question, SeverityQuestions } from './SeverityQuestions.tsx'

type Given = Answers & { more?: Record<string, boolean> }
type View = { answers: Given | null; questions: { key: string; ask: string; help?: string }[] }

/** The questions of the declaration, answered as one knows it now. */
export function AnswersDialog({ close }: { close: () => void }) {
  const { id } = useRoom()
  const view = useQuery({ queryKey: [...crisisKey(id), 'answers'], queryFn: ({ signal }) => get<View>(crisisPath(id, '/answers'), signal) })
  return (
    <Modal opened onClose={close} title={t('severity.answers')} size="lg">
      <Loaded query={view}>{(given) => <Form view={given} close={close} />}</Loaded>
    </Modal>
  )
}

function Form({ view: { answers, questions }, close }: { view: View; close: () => void }) {
  const { id } = useRoom()
  const [given, setGiven] = useState<Given>(answers ?? plainAnswers)
  const save = useWrite<{ severity: number }, Given>({
    method: 'PUT',
    path: crisisPath(id, '/answers'),
    touches: touched(id),
    done: ({ severity }) => t('severity.answersSaid', { severity }),
    after: close,
  })
  return (
    <Stack>
      <Text size="sm">{t('severity.answersText')}</Text>
      <SeverityQuestions value={given} onChange={(changed) => setGiven({ ...given, ...changed })} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        {questions.map(({ key, ask, help }) => (
          <Question
            key={key}
            label={ask}
            {...(help ? { help } : {})}
            value={answerIn(given.more, key)}
            data={[
              { value: 'no', label: t('declare.no') },
              { value: 'yes', label: t('declare.yes') },
            ]}
            onChange={(answer) => setGiven({ ...given, more: { ...given.more, [key]: answer === 'yes' } })}
          />
        ))}
      </SimpleGrid>
      <Group justify="flex-end" align="flex-start">
        <Button variant="default" onClick={close}>
          {t('cancel')}
        </Button>
        <ActionButton write={save} body={given} may="respond">
          {t('severity.answersSave')}
        </ActionButton>
      </Group>
    </Stack>
  )
}
