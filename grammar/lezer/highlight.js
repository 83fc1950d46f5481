// The highlighting of nodes, as lezer-promql tags them; nodes that it leaves without a tag are tagged as their kin.
import { styleTags, tags as t } from "@lezer/highlight";
import { aggregators, functions } from "./words.js";

const nodes = (rows) => rows.flatMap(([, node]) => node ?? []).join(" ");

export const highlighting = styleTags({
  LineComment: t.comment,
  LabelName: t.labelName,
  StringLiteral: t.string,
  "NumberDurationLiteral NumberDurationLiteralInDurationContext": t.number,
  Identifier: t.variableName,
  "FunctionIdentifier/Identifier": t.function(t.variableName),
  "StartFn EndFn DurationStep DurationRange DurationMinOf DurationMaxOf": t.function(t.variableName),
  "AtModifierPreprocessors AtStart AtEnd": t.modifier,
  "Bool Ignoring On GroupLeft GroupRight Offset By Without Smoothed Anchored": t.modifier,
  "Fill FillLeft FillRight": t.modifier,
  "And Or Unless": t.logicOperator,
  "Add Sub Mul Div Mod Pow Atan2 Eql Neq Lte Lss Gte Gtr TrimUpper TrimLower": t.operator,
  "EqlSingle EqlRegex NeqRegex At": t.operator,
  UnaryOp: t.arithmeticOperator,
  [nodes(aggregators)]: t.operatorKeyword,
  [nodes(functions)]: t.function(t.variableName),
});
