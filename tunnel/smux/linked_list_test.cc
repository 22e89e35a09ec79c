#include "tunnel/smux/linked_list.h"

#include <array>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace smux {
namespace {

using ::testing::ElementsAre;

struct Item {
  int number;
  Links<Item> links = {};
  Links<Item> other_links = {};
};
using List = LinkedList<Item, &Item::links>;

std::vector<int> Numbers(const List& list) {
  std::vector<int> numbers;
  for (const Item* item = list.front(); item != nullptr;
       item = list.next(*item)) {
    numbers.push_back(item->number);
  }
  return numbers;
}

class LinkedListTest : public ::testing::Test {
 protected:
  LinkedListTest() {
    for (Item& item : items_) list_.PushBack(item);
  }

  std::array<Item, 3> items_ = {Item{1}, Item{2}, Item{3}};
  List list_;
};

TEST_F(LinkedListTest, KeepsTheOrderInWhichItemsCame) {
  EXPECT_THAT(Numbers(list_), ElementsAre(1, 2, 3));
}

TEST_F(LinkedListTest, TakesAnItemOutOfAnyPlace) {
  list_.Remove(items_[1]);
  EXPECT_THAT(Numbers(list_), ElementsAre(1, 3));
  list_.Remove(items_[0]);
  EXPECT_THAT(Numbers(list_), ElementsAre(3));
  list_.Remove(items_[2]);
  EXPECT_TRUE(list_.empty());
  list_.PushBack(items_[1]);
  list_.PushBack(items_[0]);
  EXPECT_THAT(Numbers(list_), ElementsAre(2, 1));
  list_.Remove(items_[0]);  // The last of several.
  list_.PushBack(items_[2]);
  EXPECT_THAT(Numbers(list_), ElementsAre(2, 3));
}

TEST_F(LinkedListTest, KnowsWhatItContains) {
  list_.Remove(items_[0]);
  EXPECT_FALSE(list_.Contains(items_[0]));
  EXPECT_TRUE(list_.Contains(items_[1]));
  list_.Remove(items_[2]);
  EXPECT_TRUE(list_.Contains(items_[1]));  // Alone: first and last.
  list_.Remove(items_[1]);
  EXPECT_FALSE(list_.Contains(items_[1]));
}

TEST_F(LinkedListTest, KeepChangesOnlyWhatIsNotSo) {
  list_.Keep(items_[0], true);  // Stays the first.
  EXPECT_THAT(Numbers(list_), ElementsAre(1, 2, 3));
  list_.Keep(items_[0], false);
  list_.Keep(items_[0], false);
  EXPECT_THAT(Numbers(list_), ElementsAre(2, 3));
  list_.Keep(items_[0], true);
  EXPECT_THAT(Numbers(list_), ElementsAre(2, 3, 1));
}

TEST_F(LinkedListTest, OtherLinksAreAnotherPlace) {
  LinkedList<Item, &Item::other_links> other;
  EXPECT_FALSE(other.Contains(items_[1]));
  other.PushBack(items_[1]);
  list_.Remove(items_[1]);
  EXPECT_EQ(other.front(), &items_[1]);
  EXPECT_THAT(Numbers(list_), ElementsAre(1, 3));
}

}  // namespace
}  // namespace smux
