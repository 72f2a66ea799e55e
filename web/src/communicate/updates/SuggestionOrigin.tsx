import { Text } from '@mantine/core'
import type { Suggestion } from '../../../../server/src/prepare/templates/suggestion.contract.ts'
import { searchOf } from '../../prepare/templates/templates.ts'
import { t } from '../../strings/t.ts'
import { atNear } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'

/** From where the first words are: which version, by whom, and who approved it. */
export function SuggestionOrigin({ from }: { from: Suggestion['from'] }) {
  if (!from) return null
  const { approvedBy, approvedAt, writtenBy, revision, waiting } = from
  return (
    <Text size="xs" c="dimmed">
      <TextLink to="/templates/one" search={searchOf(from)} size="xs" underline="always">
        {revision === 0 || !approvedBy || !writtenBy
          ? t('templates.from.shipped')
          : `${t('templates.version', { revision })}, ${t('templates.from.edited', { author: writtenBy.name, name: approvedBy.name })}`}
      </TextLink>
      {approvedAt && ` · ${atNear(approvedAt)}`}
      {waiting && ` · ${t('templates.from.waiting')}`}
    </Text>
  )
}
