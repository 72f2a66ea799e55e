import { Select, SimpleGrid, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { PlaybookSummary } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { usePlaybooks } from '../../prepare/playbooks/playbook.ts'
import { t } from '../../strings/t.ts'
import { TextLink } from '../../ui/links.tsx'
import type { Kind } from './declare.ts'
import { Question } from './SeverityQuestions.tsx'

type More = Record<string, boolean>

/** The playbook that a declaration of this kind uses, and which others there are. `chosen` is set only where somebody chose another. */
export function usePlaybookChoice(kind: Kind) {
  const { data } = usePlaybooks()
  const [wish, setWish] = useState<{ kind: Kind; key: string }>()
  const fitting = (data ?? []).filter((each) => each.kinds.includes(kind) && !(each.setAside && each.origin === 'own'))
  const usual = fitting.find((each) => each.usedFor.includes(kind))
  const wished = wish?.kind === kind ? fitting.find((each) => each.key === wish.key) : undefined
  const playbook: PlaybookSummary | undefined = wished ?? usual
  return {
    fitting,
    playbook,
    chosen: wished && wished.key !== usual?.key ? wished.key : undefined,
    choose: (key: string) => setWish({ kind, key }),
    answersOf: (more: More = {}): More =>
      Object.fromEntries((playbook?.questions ?? []).flatMap(({ key }) => (key in more ? [[key, more[key] === true]] : []))),
  }
}

/** Not answered is no answer: nothing is chosen, so that nobody is taken to have said no. */
export const answerIn = (more: More = {}, key: string) => (key in more ? (more[key] ? 'yes' : 'no') : '')

/** Which plan is used, and what it wants to know beside the four questions that every crisis has. */
export function PlaybookQuestions({ choice, value, onChange }: { choice: ReturnType<typeof usePlaybookChoice>; value: More; onChange: (more: More) => void }) {
  const { playbook, fitting, choose } = choice
  if (!playbook) return null
  const yesNo = [
    { value: 'no', label: t('declare.no') },
    { value: 'yes', label: t('declare.yes') },
  ]
  return (
    <Stack gap="sm">
      {fitting.length > 1 ? (
        <Select
          label={t('declare.playbook')}
          allowDeselect={false}
          data={fitting.map((each) => ({ value: each.key, label: each.title }))}
          value={playbook.key}
          onChange={(key) => key && choose(key)}
        />
      ) : (
        <Text size="sm" c="dimmed">
          {t('declare.playbook')}:{' '}
          <TextLink to="/playbooks/$key" params={{ key: playbook.key }} size="sm" target="_blank">
            {playbook.title}
          </TextLink>
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        {playbook.questions.map((question) => (
          <Question
            key={question.key}
            label={question.ask}
            {...(question.help ? { help: question.help } : {})}
            value={answerIn(value, question.key)}
            data={yesNo}
            onChange={(answer) => onChange({ ...value, [question.key]: answer === 'yes' })}
          />
        ))}
      </SimpleGrid>
    </Stack>
  )
}
