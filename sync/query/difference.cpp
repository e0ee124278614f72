#include "sync/query/query.h"

#include <QHash>

#include <algorithm>
#include <vector>

namespace projective::query {

namespace {

/// A row's key as bytes, so that it can be hashed whatever its columns' types.
QByteArray keyOf(const Row &row, int keyColumns)
{
    QByteArray key;
    for (int i = 0; i < keyColumns && i < row.size(); ++i) {
        const QVariant &value = row.at(i);
        const QByteArray bytes
            = value.typeId() == QMetaType::QByteArray ? value.toByteArray() : value.toString().toUtf8();
        key += QByteArray::number(bytes.size()) + ':' + bytes;
    }
    return key;
}

/// Which positions of `sequence` make its longest rising subsequence (patience sorting): rows that need not move.
std::vector<bool> longestRising(const std::vector<int> &sequence)
{
    std::vector<int> tails;
    std::vector<int> previous(sequence.size(), -1);
    for (size_t i = 0; i < sequence.size(); ++i) {
        const auto at = std::lower_bound(tails.begin(), tails.end(), sequence[i],
            [&](int tail, int value) { return sequence[static_cast<size_t>(tail)] < value; });
        if (at != tails.begin())
            previous[i] = *(at - 1);
        if (at == tails.end())
            tails.push_back(static_cast<int>(i));
        else
            *at = static_cast<int>(i);
    }
    std::vector<bool> kept(sequence.size(), false);
    for (int i = tails.empty() ? -1 : tails.back(); i >= 0; i = previous[static_cast<size_t>(i)])
        kept[static_cast<size_t>(i)] = true;
    return kept;
}

void appendRemove(Difference &steps, int row)
{
    if (!steps.isEmpty() && steps.last().kind == Change::Kind::Remove && steps.last().first == row + 1) {
        steps.last().first = row;
        ++steps.last().count;
        return;
    }
    steps.append({Change::Kind::Remove, row, 1, 0, {}});
}

void appendRow(Difference &steps, Change::Kind kind, int row, const Row &values)
{
    if (!steps.isEmpty() && steps.last().kind == kind && steps.last().first + steps.last().count == row) {
        ++steps.last().count;
        steps.last().rows.append(values);
        return;
    }
    steps.append({kind, row, 1, 0, {values}});
}

} // namespace

Difference difference(const QList<Row> &before, const QList<Row> &after, int keyColumns)
{
    QHash<QByteArray, int> target;
    target.reserve(after.size());
    for (int i = 0; i < after.size(); ++i)
        target.insert(keyOf(after.at(i), keyColumns), i);

    Difference steps;
    // What stays, by its place in `after`; what goes is removed from the end so that indexes hold.
    std::vector<int> places;
    QList<int> removed;
    QHash<int, int> source;
    for (int i = 0; i < before.size(); ++i) {
        const auto found = target.constFind(keyOf(before.at(i), keyColumns));
        if (found == target.constEnd()) {
            removed.append(i);
        } else {
            places.push_back(*found);
            source.insert(*found, i);
        }
    }
    for (auto it = removed.crbegin(); it != removed.crend(); ++it)
        appendRemove(steps, *it);

    // Moves: each row that is not in the longest rising run goes to just behind its predecessor in the new order.
    const std::vector<bool> kept = longestRising(places);
    std::vector<int> order = places;
    std::vector<int> moving;
    std::vector<int> settled;
    for (size_t i = 0; i < places.size(); ++i)
        (kept[i] ? settled : moving).push_back(places[i]);
    std::sort(moving.begin(), moving.end());
    for (const int place : moving) {
        const auto from = std::find(order.begin(), order.end(), place);
        const auto next = std::upper_bound(settled.begin(), settled.end(), place);
        const auto to = next == settled.end() ? order.end() : std::find(order.begin(), order.end(), *next);
        const int fromIndex = static_cast<int>(from - order.begin());
        const int toIndex = static_cast<int>(to - order.begin());
        settled.insert(next, place);
        if (toIndex == fromIndex || toIndex == fromIndex + 1)
            continue;
        steps.append({Change::Kind::Move, fromIndex, 1, toIndex, {}});
        order.erase(order.begin() + fromIndex);
        order.insert(order.begin() + (toIndex > fromIndex ? toIndex - 1 : toIndex), place);
    }

    // Now the survivors stand in the new order: insert what is new, update what differs.
    for (int i = 0; i < after.size(); ++i) {
        if (!source.contains(i))
            appendRow(steps, Change::Kind::Insert, i, after.at(i));
    }
    for (int i = 0; i < after.size(); ++i) {
        const auto old = source.constFind(i);
        if (old != source.constEnd() && before.at(*old) != after.at(i))
            appendRow(steps, Change::Kind::Update, i, after.at(i));
    }
    return steps;
}

} // namespace projective::query
