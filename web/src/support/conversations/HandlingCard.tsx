import { TagsInput } from '@mantine/core'
import { useMay } from '../../platform/session.ts'
import { PersonSelect } from '../../stabilize/team/PersonSelect.tsx'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { type ConversationView, useAct } from './conversations.ts'
import { Section } from './Section.tsx'

/** Who has it, and how it is marked. */
export function HandlingCard({ conversation: { id, assignee, tags, state } }: { conversation: ConversationView }) {
  const may = useMay('converse')
  const assign = useAct<{ person: string | null }>(id, 'assignee')
  const tag = useAct<{ tags: string[] }>(id, 'tags')
  if (!may || state === 'merged') return null
  return (
    <Section title={t('inbox.handling')}>
      <PersonSelect label={t('inbox.assignee')} value={assignee?.id ?? null} onChange={(person) => assign.mutate({ person })} may="converse" clearable />
      <ErrorNote error={assign.error} />
      <TagsInput
        mt="xs"
        label={t('inbox.tags')}
        placeholder={tags.length === 0 ? t('inbox.tagsHint') : ''}
        value={tags}
        maxTags={20}
        onChange={(next) => tag.mutate({ tags: next })}
        splitChars={[',']}
        acceptValueOnBlur
      />
      <ErrorNote error={tag.error} />
    </Section>
  )
}
