// Faces and pictures that say how somebody feels, in any language.
export const gladMarks = new Set([
  ...'😀😃😄😁😆😊🙂😍🥰😘😎🤩😇🥳👍👏🙌❤💙💚💛💜💕💖😻💪🎉🙏👌☺✨🌟⭐🏆🤗😋✌💯♥',
  ':)',
  ':-)',
  ':D',
  ':-D',
  ';)',
  ';-)',
  '=)',
  '=D',
  '8)',
  '<3',
  ":')",
  ':]',
])
export const sorryMarks = new Set([
  ...'😡😠🤬😤😞😒😩😫😢😭😔😟😕🙁☹😣😖😓😥👎💩🙄😑😐🤦🤢🤮😳😱🖕💔😾😬🤷',
  ':(',
  ':-(',
  ':/',
  ':-/',
  ":'(",
  '=(',
  ':[',
  ':\\',
  ':|',
])
