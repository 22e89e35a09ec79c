#include "maybenot/simulator/binary_heap.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace maybenot::simulator {
namespace {

struct Item {
  int key;
  char label;
};
struct ByKey {
  bool operator()(const Item& a, const Item& b) const { return a.key < b.key; }
};
using Heap = BinaryHeap<Item, ByKey>;

std::string PopAll(Heap& heap) {
  std::string labels;
  while (!heap.empty()) labels += heap.Pop().label;
  return labels;
}

Heap Pushed(const std::vector<Item>& items) {
  Heap heap;
  for (const Item& item : items) heap.Push(item);
  return heap;
}

TEST(BinaryHeapTest, GivesTheFirstFirst) {
  Heap heap = Pushed({{5, 'e'}, {3, 'c'}, {4, 'd'}, {1, 'a'}, {2, 'b'}});
  EXPECT_EQ(heap.size(), 5u);
  EXPECT_EQ(heap.top().label, 'a');
  EXPECT_EQ(PopAll(heap), "abcde");
  EXPECT_TRUE(heap.empty());
}

// With a gone, the hole sinks past b, the only child; c is not strictly before
// b and stays below it.
TEST(BinaryHeapTest, TwoThatAreEqualGoInTheirOrder) {
  Heap heap = Pushed({{0, 'a'}, {1, 'b'}, {1, 'c'}});
  EXPECT_EQ(PopAll(heap), "abc");
}

// The children of a are b and c. With a gone, the hole takes the right one, and
// d climbs no further than there: c b d. With c gone, it takes b.
TEST(BinaryHeapTest, OfEqualChildrenTheRightOneRises) {
  Heap heap = Pushed({{0, 'a'}, {1, 'b'}, {1, 'c'}, {1, 'd'}});
  EXPECT_EQ(PopAll(heap), "acbd");
}

// What Rust's std::collections::BinaryHeap gives for these pushes and pops.
TEST(BinaryHeapTest, EqualsComeInTheReferencesOrder) {
  Heap heap;
  for (char label = 'a'; label <= 'h'; ++label) heap.Push({7, label});
  EXPECT_EQ(PopAll(heap), "acgfhebd");
}

TEST(BinaryHeapTest, EqualsComeInTheReferencesOrderAmongOthers) {
  Heap heap;
  std::string labels;
  for (int i = 0; i < 20; ++i) {
    heap.Push({i % 3, static_cast<char>('a' + i)});
    if (i % 4 == 3) labels += heap.Pop().label;
  }
  EXPECT_EQ(labels + PopAll(heap), "adgjpsmhtqbnkercolfi");
}

}  // namespace
}  // namespace maybenot::simulator
